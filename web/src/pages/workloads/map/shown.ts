/** A workload's map as the page draws it. */

import type { MapResource, Workload, WorkloadMap } from '../../../api/types';

export type ShownMap = Pick<WorkloadMap, 'resources' | 'calls'>;

/** What is registered, before its state is known. */
export function registeredMap(workload: Workload): ShownMap {
  return {
    resources: workload.resources.map(
      ({ name, type }): MapResource => ({
        name,
        // Of what a team may write, Casebook keeps these.
        type: (type ?? 'other') as MapResource['type'],
        state: 'unknown',
        reason: '',
        alarms: [],
      }),
    ),
    calls: workload.calls.map(([caller, callee]) => ({ caller, callee })),
  };
}
