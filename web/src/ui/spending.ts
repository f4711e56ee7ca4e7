/** What a session or a diagnosis used, in words. Pure. */

import type { Spent } from '../api/types';
import { costUsd } from '../fold/spending';

export function costWords(spent: Spent): string {
  if (spent.calls === 0) {
    return 'No model was asked: $0';
  }
  const known = dollars(spent.knownMicrodollars / 1_000_000);
  const calls = spent.unpricedCalls;
  return costUsd(spent) === null
    ? `Cost unknown: ${known} and ${calls} ${calls === 1 ? 'call' : 'calls'} of unknown price`
    : known;
}

export function tokenWords(spent: Spent): string {
  const cached = spent.cachedTokens > 0 ? ` (${count(spent.cachedTokens)} of them cached)` : '';
  const calls = `${count(spent.calls)} model ${spent.calls === 1 ? 'call' : 'calls'}`;
  return `${calls}, ${count(spent.inputTokens)} tokens in${cached}, ${count(spent.outputTokens)} out`;
}

/** `62 requests to AWS, 1.2 GB scanned`; empty where tools asked AWS for nothing. */
export function awsWords({ awsRequests, bytesScanned }: Spent): string {
  const words = [];
  if (awsRequests > 0) {
    words.push(`${count(awsRequests)} ${awsRequests === 1 ? 'request' : 'requests'} to AWS`);
  }
  if (bytesScanned > 0) {
    words.push(`${size(bytesScanned)} scanned`);
  }
  return words.join(', ');
}

const count = (number: number) => number.toLocaleString('en');

/** Bytes in the decimal units that AWS bills by: `999 B`, `1.5 GB`. */
export function size(bytes: number): string {
  if (bytes < 1000) {
    return `${bytes} B`;
  }
  let [amount, unit] = [bytes, 'B'];
  for (const larger of ['kB', 'MB', 'GB', 'TB']) {
    if (Number(amount.toFixed(1)) < 1000) {
      break;
    }
    [amount, unit] = [amount / 1000, larger];
  }
  const places = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${amount.toLocaleString('en', places)} ${unit}`;
}

function dollars(amount: number): string {
  return amount > 0 && amount < 0.01 ? `$${amount.toFixed(6)}` : `$${amount.toFixed(2)}`;
}
