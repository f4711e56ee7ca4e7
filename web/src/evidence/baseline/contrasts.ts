/** What `get_log_patterns` counted of failing requests against the others (casebook/tools/results/logs.py). */

import type { Evidence, RawEvidence } from '../../api/types';
import { number, type Raw, records, text } from '../results/raw';

export interface CountedValue {
  value: string;
  failing: number;
  others: number;
}

export interface Contrast {
  resource: string;
  /** What was counted: requests, or lines where they name no request. */
  by: 'request' | 'line';
  failing: number;
  others: number;
  /** `distinct` is how many values there are; those listed are the most telling ones. */
  fields: { name: string; values: CountedValue[]; distinct: number }[];
  leftOut: { name: string; reason: string }[];
}

/** The id of the newest evidence that has counts of all log groups; null where there is none. */
export function contrastedEvidence(evidence: readonly Evidence[]): string | null {
  const found = evidence.findLast(
    ({ tool, outcome }) => tool === 'get_log_patterns' && outcome === 'success',
  );
  return found?.id ?? null;
}

/** Null for evidence from before this was counted. */
export function contrastsOf({ raw }: RawEvidence): Contrast[] | null {
  const { contrasts }: Raw = raw ?? {};
  return Array.isArray(contrasts) ? records(contrasts).map(contrast) : null;
}

function contrast(raw: Raw): Contrast {
  return {
    resource: text(raw.resource),
    by: raw.by === 'request' ? 'request' : 'line',
    failing: number(raw.failing) ?? 0,
    others: number(raw.others) ?? 0,
    fields: records(raw.fields).map((field) => ({
      name: text(field.name),
      distinct: number(field.distinct) ?? 0,
      values: records(field.values).map((value) => ({
        value: text(value.value),
        failing: number(value.failing) ?? 0,
        others: number(value.others) ?? 0,
      })),
    })),
    leftOut: records(raw.leftOut).map(({ name, reason }) => ({
      name: text(name),
      reason: text(reason),
    })),
  };
}
