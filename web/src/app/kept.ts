/** What was typed, kept in the tab: a reload, a crash or an expired sign-in loses nothing. */

const PREFIX = 'casebook.draft.';

/**
 * The draft of a form, which `key` tells from others; null where none is kept, or where what an
 * earlier version of the page has kept lacks what `model` has.
 */
export function keptDraft<Draft>(key: string, model: Draft): Draft | null {
  try {
    const text = window.sessionStorage.getItem(PREFIX + key);
    const kept: unknown = text === null ? null : JSON.parse(text);
    return fits(kept, model) ? (kept as Draft) : null;
  } catch {
    return null;
  }
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
export function keepDraft(key: string, draft: object | null): void {
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
