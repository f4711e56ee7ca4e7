/** A log line that is JSON, unfolded into all of its fields. Only for the eye. */

/** A field by its path, `err.code` or `items.0.id`, with its value as text. */
export type LineField = readonly [path: string, value: string];

export interface JsonLine {
  fields: readonly LineField[];
  /** Some fields were left out, or the line was cut before it was kept. */
  isPart: boolean;
}

const MOST_FIELDS = 500;
const DEEPEST = 20;

/** Whether unfolding is worth offering: cheap, for a line of any length. */
export function looksLikeJson(message: string): boolean {
  return /^[^{"]{0,200}\{\s*"/.test(message.slice(0, 400));
}

/** The fields of the object that the line is or ends in; null where there is none. */
export function unfolded(message: string): JsonLine | null {
  const text = message.slice(Math.max(0, message.indexOf('{'))).trimEnd();
  const whole = objectOf(text);
  const entry = whole ?? objectOf(closed(text));
  if (entry === null) {
    return null;
  }
  const fields: LineField[] = [];
  const isComplete = flatten(entry, '', fields, 1);
  return fields.length === 0 ? null : { fields, isPart: whole === null || !isComplete };
}

function objectOf(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** False when it had to leave fields out. */
function flatten(value: object, under: string, into: LineField[], depth: number): boolean {
  return Object.entries(value).every(([key, of]: [string, unknown]) => {
    if (into.length >= MOST_FIELDS) {
      return false;
    }
    const path = under === '' ? key : `${under}.${key}`;
    const isNested = typeof of === 'object' && of !== null && Object.keys(of).length > 0;
    if (isNested && depth < DEEPEST) {
      return flatten(of, path, into, depth + 1);
    }
    into.push([path, typeof of === 'string' ? of : JSON.stringify(of)]);
    return true;
  });
}

/**
 * JSON that was cut somewhere, with its end put to it: a string that is open ends there, and a field
 * without a whole value is left out.
 */
function closed(text: string): string {
  const open: string[] = [];
  const closers = () => open.toReversed().join('');
  let inString = false;
  let isKey = false;
  let before = '';
  let end = text.length;
  /** Up to where it holds whole fields alone, with what closes it there. */
  let safe = { end: 0, closers: '' };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (inString && sign === '\\') {
      const length = text[at + 1] === 'u' ? 6 : 2;
      // Half an escape says nothing.
      end = at + length > text.length ? at : end;
      at += length - 1;
    } else if (sign === '"') {
      isKey = !inString && open.at(-1) === '}' && before !== ':';
      inString = !inString;
    } else if (!inString && (sign === '{' || sign === '[')) {
      open.push(sign === '{' ? '}' : ']');
      safe = { end: at + 1, closers: closers() };
    } else if (!inString && (sign === '}' || sign === ']')) {
      open.pop();
    } else if (!inString && sign === ',') {
      safe = { end: at, closers: closers() };
    }
    before = inString || /\s/.test(sign) ? before : sign;
  }
  return inString && !isKey
    ? `${text.slice(0, end)}"${closers()}`
    : `${text.slice(0, safe.end)}${safe.closers}`;
}
