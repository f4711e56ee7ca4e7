import { expect, test } from 'vitest';
import { costUsd, NOTHING_SPENT, plus } from '../../src/fold/spending';

const CALL = { engine: 'model', model: 'acme/large', inputTokens: 10, outputTokens: 1 };

test('whatever a call cost in micro-dollars is counted exactly', () => {
  for (let micro = 0; micro < 20_000; micro++) {
    const spent = plus(NOTHING_SPENT, { ...CALL, costUsd: micro / 1_000_000 });

    expect(spent.knownMicrodollars).toBe(micro);
  }
});

test('a part of a micro-dollar is rounded up, so that no call is free', () => {
  expect(plus(NOTHING_SPENT, { ...CALL, costUsd: 0.0000001 }).knownMicrodollars).toBe(1);
});

test('an unknown price is not zero, and makes the sum unknown', () => {
  const known = plus(NOTHING_SPENT, { ...CALL, costUsd: 0.25 });

  expect(costUsd(known)).toBe(0.25);
  expect(costUsd(plus(known, { ...CALL, costUsd: null }))).toBeNull();
});

test('what tools asked of AWS is counted beside the calls, whether a model took part or not', () => {
  const asked = { awsRequests: 3, bytesScanned: 8 };
  const spent = plus(plus(NOTHING_SPENT, { ...CALL, ...asked }), {
    engine: 'deterministic',
    ...asked,
  });

  expect(spent).toMatchObject({ calls: 1, awsRequests: 6, bytesScanned: 16 });
});

test('what rules did costs nothing and is no call', () => {
  expect(plus(NOTHING_SPENT, { engine: 'deterministic', toolRuns: 4 })).toEqual(NOTHING_SPENT);
});
