/** What was typed, kept in the tab: a reload, a crash or an expired sign-in loses nothing. */

import type { Draft } from './draft';

const PREFIX = 'casebook.draft.';

/** `key` tells the forms apart: `new`, or the id of the workload that is edited. */
export function keptDraft(key: string): Draft | null {
  try {
    const text = window.sessionStorage.getItem(PREFIX + key);
    return text === null ? null : (JSON.parse(text) as Draft);
  } catch {
    return null;
  }
}

/** Null forgets it. A full or forbidden storage is no reason to disturb who types. */
export function keepDraft(key: string, draft: Draft | null): void {
  try {
    if (draft === null) {
      window.sessionStorage.removeItem(PREFIX + key);
    } else {
      window.sessionStorage.setItem(PREFIX + key, JSON.stringify(draft));
    }
  } catch {
    // The form itself still has it.
  }
}
