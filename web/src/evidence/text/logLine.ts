/**
 * A log line, taken apart to be looked at: its level, what it says, its fields.
 *
 * Only for the eye and for counting fields. Which lines report a failure is the server's to say
 * (casebook/analysis/log_entry.py): it knows far more of loggers.
 */

export type Level = 'error' | 'warning' | 'info' | 'debug';

export interface ReadLine {
  level: Level | null;
  text: string;
  /** By path, `err.code`; without the level, the time and the text, which have places of their own. */
  fields: ReadonlyMap<string, string>;
}

const MESSAGE = ['message', 'msg', 'event', '@m', 'Message', 'MESSAGE', 'body', 'log', 'text'];
const LEVEL = ['level', 'severity', 'levelname', 'log.level', 'log_level', 'lvl', '@l', 'Level'];
const TIME = ['time', 'timestamp', '@timestamp', 'ts', '@t', 'Timestamp', 'asctime', 'datetime'];
const DEEPEST = 4;
const MOST_FIELDS = 60;

const LEVELS: Readonly<Record<string, Level>> = {
  fatal: 'error',
  critical: 'error',
  crit: 'error',
  alert: 'error',
  emerg: 'error',
  emergency: 'error',
  panic: 'error',
  severe: 'error',
  error: 'error',
  err: 'error',
  warning: 'warning',
  warn: 'warning',
  notice: 'info',
  info: 'info',
  information: 'info',
  debug: 'debug',
  trace: 'debug',
  verbose: 'debug',
};
// A level that stands in text: in capitals, near the beginning.
const IN_TEXT =
  /(?:^|[\s[(|<])(FATAL|CRITICAL|CRIT|PANIC|SEVERE|ERROR|WARNING|WARN|NOTICE|INFO|DEBUG|TRACE)(?=$|[\s\]):|>])/;
const HEAD = 160;
// `key=value key="a value"`: logfmt.
const PAIR = /(?:^|[\s,;])([A-Za-z_@][\w.@-]{0,63})=("(?:[^"\\]|\\.)*"|[^\s",;]+)/g;

export function readLine(message: string): ReadLine {
  const { before, entry } = jsonIn(message);
  if (entry !== null) {
    return ofFields(entry, before);
  }
  const fields = pairsIn(message);
  const named = LEVEL.map((name) => fields.get(name)).find((value) => value !== undefined);
  for (const name of [...LEVEL, ...TIME]) {
    fields.delete(name);
  }
  return { level: levelOf(named) ?? levelIn(message), text: message, fields };
}

export function levelOf(value: unknown): Level | null {
  if (typeof value === 'number' || /^\d+$/.test(String(value))) {
    return levelOfNumber(Number(value));
  }
  return typeof value === 'string' ? (LEVELS[value.toLowerCase()] ?? null) : null;
}

/** pino's and bunyan's numbers: 30 is info, 40 warn, 50 error, 60 fatal. */
function levelOfNumber(value: number): Level | null {
  if (value < 10 || value > 60) {
    return null;
  }
  return value >= 50 ? 'error' : value >= 40 ? 'warning' : value >= 30 ? 'info' : 'debug';
}

function levelIn(message: string): Level | null {
  const found = IN_TEXT.exec(message.slice(0, HEAD))?.[1];
  return found === undefined ? null : levelOf(found);
}

/** The JSON object that the line is or ends in, and what stands before it. */
function jsonIn(message: string): { before: string; entry: Record<string, unknown> | null } {
  const line = message.trim();
  const begin = line.indexOf('{');
  if (begin >= 0 && line.endsWith('}')) {
    try {
      const entry: unknown = JSON.parse(line.slice(begin));
      if (typeof entry === 'object' && entry !== null) {
        return { before: line.slice(0, begin).trim(), entry: entry as Record<string, unknown> };
      }
    } catch {
      // Text with braces in it.
    }
  }
  return { before: '', entry: null };
}

function ofFields(entry: Record<string, unknown>, before: string): ReadLine {
  const fields = new Map<string, string>();
  flatten(entry, '', fields, 1);
  const level = LEVEL.map((name) => levelOf(fields.get(name))).find((known) => known !== null);
  const message = MESSAGE.find((name) => fields.has(name));
  const said = message === undefined ? '' : (fields.get(message) ?? '');
  for (const name of [...LEVEL, ...TIME, ...(message === undefined ? [] : [message])]) {
    fields.delete(name);
  }
  const text = [before, said].filter((part) => part !== '').join(' ');
  return { level: level ?? levelIn(before), text: text || JSON.stringify(entry), fields };
}

function flatten(
  value: Record<string, unknown>,
  under: string,
  into: Map<string, string>,
  depth: number,
): void {
  for (const [key, of] of Object.entries(value)) {
    const path = under === '' ? key : `${under}.${key}`;
    if (into.size >= MOST_FIELDS) {
      return;
    }
    if (typeof of === 'object' && of !== null && !Array.isArray(of) && depth < DEEPEST) {
      flatten(of as Record<string, unknown>, path, into, depth + 1);
    } else if (of !== null && of !== undefined) {
      into.set(path, typeof of === 'string' ? of : JSON.stringify(of));
    }
  }
}

function pairsIn(message: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [, key = '', value = ''] of message.slice(0, 4000).matchAll(PAIR)) {
    fields.set(key, value.startsWith('"') ? value.slice(1, -1).replaceAll('\\"', '"') : value);
  }
  return fields;
}
