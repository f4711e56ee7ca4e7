/** Which evidence is pointed at. Only what draws it is rendered anew when that changes. */

import { useSyncExternalStore } from 'react';

const NOTHING: readonly string[] = [];

export class Pointing {
  #lit: readonly string[] = NOTHING;
  readonly #listeners = new Set<() => void>();

  readonly at = (evidenceIds: readonly string[]): void => {
    this.#lit = evidenceIds.length === 0 ? NOTHING : evidenceIds;
    for (const listener of this.#listeners) {
      listener();
    }
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly read = (): readonly string[] => this.#lit;
}

export function useLit(pointing: Pointing): readonly string[] {
  return useSyncExternalStore(pointing.subscribe, pointing.read);
}
