/** What models and tools used: the twin of casebook/domain/usage.py. */

import type { Spent } from '../api/types';
import type { UsageRecorded } from '../stream/events';

export const NOTHING_SPENT: Spent = {
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  knownMicrodollars: 0,
  unpricedCalls: 0,
  awsRequests: 0,
  bytesScanned: 0,
};

/** The sum with one more step in it. One that no model took part in has asked AWS alone. */
export function plus(before: Spent, usage: UsageRecorded): Spent {
  const spent = {
    ...before,
    awsRequests: before.awsRequests + (usage.awsRequests ?? 0),
    bytesScanned: before.bytesScanned + (usage.bytesScanned ?? 0),
  };
  if (usage.model === null || usage.model === undefined) {
    return spent;
  }
  const cost = usage.costUsd === undefined ? 0 : usage.costUsd;
  return {
    ...spent,
    calls: spent.calls + 1,
    inputTokens: spent.inputTokens + (usage.inputTokens ?? 0),
    outputTokens: spent.outputTokens + (usage.outputTokens ?? 0),
    cachedTokens: spent.cachedTokens + (usage.cachedTokens ?? 0),
    knownMicrodollars: spent.knownMicrodollars + microdollars(cost ?? 0),
    unpricedCalls: spent.unpricedCalls + (cost === null ? 1 : 0),
  };
}

/** In dollars; null as soon as the price of one call is unknown. */
export function costUsd(spent: Spent): number | null {
  return spent.unpricedCalls > 0 ? null : spent.knownMicrodollars / 1_000_000;
}

/** Rounded up, as the server does; 0.000003 × 1,000,000 is a little over 3 in binary. */
function microdollars(dollars: number): number {
  return Math.ceil(Number((dollars * 1_000_000).toFixed(6)));
}
