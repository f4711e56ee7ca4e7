/** Which claim is pointed at. Only what lights its points is rendered anew when that changes. */

import { useSyncExternalStore } from 'react';

/** A claim's words and the evidence that it cites. */
export interface PointedAt {
  claim: string;
  evidence: readonly string[];
}

const NOTHING: PointedAt = { claim: '', evidence: [] };

export class Pointing {
  #pointedAt = NOTHING;
  readonly #listeners = new Set<() => void>();

  /** Nothing is pointed at when no evidence is. */
  readonly at = (evidence: readonly string[], claim = ''): void => {
    this.#pointedAt = evidence.length === 0 ? NOTHING : { claim, evidence };
    for (const listener of this.#listeners) {
      listener();
    }
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly read = (): PointedAt => this.#pointedAt;
}

export function usePointedAt(pointing: Pointing): PointedAt {
  return useSyncExternalStore(pointing.subscribe, pointing.read);
}
