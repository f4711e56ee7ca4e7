/** The moments that a time axis names: round ones, as many as there is room for. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [
  ...[1, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28].map((days) => days * DAY),
];
/** Pixels from one name to the next: room for `19:04:11`, and for `11-30 19:04`. */
const APART = 58;
const DAYS_APART = 80;

export interface Ticks {
  at: readonly number[];
  /** From one to the next. */
  step: number;
}

/** Round moments in UTC from `from` to `to`, drawn over so many pixels. All in milliseconds. */
export function ticksOf(from: number, to: number, pixels: number): Ticks {
  const most = Math.max(1, Math.floor(pixels / (to - from > DAY ? DAYS_APART : APART)));
  const least = (to - from) / most;
  const step = STEPS.find((each) => each >= least) ?? Math.ceil(least / DAY) * DAY;
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return { at: Array.from({ length: count }, (_, index) => first + index * step), step };
}

/** `19:04` in UTC; with seconds where moments lie nearer than a minute, with the day over days. */
export function clock(at: number, shown: number, step: number): string {
  const iso = new Date(at).toISOString();
  const time = iso.slice(11, step < MINUTE ? 19 : 16);
  return shown > DAY ? `${iso.slice(5, 10)} ${time}` : time;
}
