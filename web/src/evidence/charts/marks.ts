/** What stands on a time axis beside the values, and how its numbers are written. */

/** Pixels to the left of every chart and lane, so that they share one axis, and to the right. */
export const GUTTER = 56;
export const MARGIN = 12;

export interface Band {
  from: number;
  to: number;
  kind: 'onset' | 'window';
}

export interface Marker {
  at: number;
  kind: 'change' | 'alarm';
}

const LARGE = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const SMALL = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** `1.2K`, `0.034`: as many digits as an axis has room for. */
export function amount(value: number): string {
  return Math.abs(value) >= 1000 ? LARGE.format(value) : SMALL.format(value);
}

const EXACT = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });

/** As it is read; `no data` for a gap. */
export function exactly(value: number | null | undefined): string {
  return value === null || value === undefined ? 'no data' : EXACT.format(value);
}
