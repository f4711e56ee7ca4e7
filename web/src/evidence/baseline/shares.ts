/**
 * Which field's values failing requests have more often than the others: for each value its share among
 * the failing, against its share among the rest (Honeycomb's BubbleUp). Pure.
 */

import { chanceOf } from './chance';
import type { Contrast, CountedValue } from './contrasts';

export interface ValueShare extends CountedValue {
  /** From 0 to 1. */
  failingShare: number;
  othersShare: number;
  /** `failingShare - othersShare`: over 0 where the failing have it more often. */
  difference: number;
  /** Whether so much may be chance, for so many values that were looked at. */
  mayBeChance: boolean;
}

export interface FieldShares {
  name: string;
  /** Those that the failing have far more often come first. */
  values: ValueShare[];
  /** How many more values there are, which say less. */
  more: number;
  /** No other request has the field at all: it is part of how failures are logged. */
  onlyFailing: boolean;
}

const CHANCE = 0.05;

/** The fields that differ most come first; those that do not are left out. */
export function sharesOf({ failing, others, fields }: Contrast): FieldShares[] {
  if (failing === 0 || others === 0) {
    return [];
  }
  const looked = fields.reduce((sum, { distinct }) => sum + Math.max(distinct, 1), 0);
  return fields
    .map(({ name, values, distinct }) => ({
      name,
      values: values
        .map((of): ValueShare => {
          const [failingShare, othersShare] = [of.failing / failing, of.others / others];
          return {
            ...of,
            failingShare,
            othersShare,
            difference: failingShare - othersShare,
            mayBeChance: chanceOf(of.failing, failing, of.others, others) * looked > CHANCE,
          };
        })
        .toSorted((a, b) => b.difference - a.difference || (a.value < b.value ? -1 : 1)),
      more: Math.max(0, distinct - values.length),
      onlyFailing: values.length === distinct && values.every((each) => each.others === 0),
    }))
    .filter(({ values }) => (values[0]?.difference ?? 0) > 0)
    .toSorted(byDifference);
}

function byDifference(a: FieldShares, b: FieldShares): number {
  const [first, second] = [a, b].map(({ values }) => values[0]?.difference ?? 0);
  return (second ?? 0) - (first ?? 0) || (a.name < b.name ? -1 : 1);
}
