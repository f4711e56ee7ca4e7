/** A workload's map as the page draws it. */

import type { Workload } from '../../../api/types';
import type { Call } from './layers';

export interface ShownResource {
  name: string;
  type: string;
  state: 'alarming' | 'changed' | 'healthy' | 'unknown';
  /** Why it is in this state, as a sentence. Empty while nobody has looked. */
  reason: string;
  since: string | null;
  alarms: readonly string[];
}

export interface ShownMap {
  resources: readonly ShownResource[];
  calls: readonly Call[];
}

/** What is registered, before its state is known. */
export function registeredMap(workload: Workload): ShownMap {
  return {
    resources: workload.resources.map(({ name, type }) => ({
      name,
      type: type ?? 'other',
      state: 'unknown',
      reason: '',
      since: null,
      alarms: [],
    })),
    calls: workload.calls.map(([caller, callee]) => ({ caller, callee })),
  };
}
