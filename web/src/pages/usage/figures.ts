/** Figures of the usage in words. An unknown cost is said to be unknown: it is not zero. */

import type { UsageFigures } from '../../api/types';

const DOLLARS = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const COUNT = new Intl.NumberFormat('en');

/** `$12.50`; of less than ten cents as many places as say something: `$0.0042`. */
export function dollars(amount: number): string {
  if (amount > 0 && amount < 0.1) {
    return `$${Number(amount.toPrecision(2)).toFixed(Math.min(6, 1 - Math.floor(Math.log10(amount))))}`;
  }
  return DOLLARS.format(amount);
}

export function count(amount: number): string {
  return COUNT.format(amount);
}

/** `$1.20`, `unknown`, or `at least $1.20` where the price of some calls is not known. */
export function cost(figures: UsageFigures): string {
  if (figures.costUsd !== null && figures.costUsd !== undefined) {
    return dollars(figures.costUsd);
  }
  return figures.knownCostUsd > 0 ? `at least ${dollars(figures.knownCostUsd)}` : 'unknown';
}

export function unpriced(figures: UsageFigures): string | null {
  const { unpricedCalls } = figures;
  if (unpricedCalls === 0) {
    return null;
  }
  return unpricedCalls === 1
    ? 'the price of 1 call is unknown'
    : `the prices of ${count(unpricedCalls)} calls are unknown`;
}
