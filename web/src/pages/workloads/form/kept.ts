/** What was typed, kept in the tab: a reload, a crash or an expired sign-in loses nothing. */

import { type Draft, draftOf } from './draft';

const PREFIX = 'casebook.draft.';

/** `key` tells the forms apart: `new`, or the id of the workload that is edited. */
export function keptDraft(key: string): Draft | null {
  try {
    const text = window.sessionStorage.getItem(PREFIX + key);
    const kept: unknown = text === null ? null : JSON.parse(text);
    return isDraft(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** What an earlier version of the page has kept may lack what this one asks for. */
function isDraft(kept: unknown): kept is Draft {
  return fits(kept, draftOf({}));
}

/** Whether it has all that the model has, and of the same kinds. */
function fits(value: unknown, model: unknown): boolean {
  if (Array.isArray(model)) {
    return Array.isArray(value) && value.every((item) => model.every((one) => fits(item, one)));
  }
  if (typeof model !== 'object' || model === null || typeof value !== 'object' || value === null) {
    return typeof value === typeof model;
  }
  return Object.entries(model).every(([name, of]) => fits(Reflect.get(value, name), of));
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
