import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOf, movement, onGrid, type Series, seriesOf } from '../../src/evidence/charts/series';
import { evidenceOf, foundBy } from './recorded';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 29, 14, minute)).toISOString();
const SUMMARY = {
  resource: 'orders',
  namespace: 'AWS/Lambda',
  name: 'Errors',
  statistic: 'Sum',
  periodSeconds: 60,
  before: [1, null, 2],
  beforeEnd: at(2),
  points: [
    { at: at(3), value: 5 },
    { at: at(6), value: 0 },
  ],
  baselineMean: 1.5,
  isAlarmed: true,
};
const made = (summary: object): Series[] =>
  seriesOf(evidenceOf('query_metrics', { summaries: [summary] }));

test('the hours before and the window are one series, and a missing datapoint is a gap', () => {
  const [series] = made(SUMMARY);

  expect(series?.start).toBe(Date.parse(at(0)));
  expect(series?.values).toEqual([1, null, 2, 5, null, null, 0]);
  expect(endOf(series as Series)).toBe(Date.parse(at(7)));
});

test('no value is a zero: what is no number is a gap', () => {
  const points = ['3', null, Number.NaN, {}].map((value, minute) => ({ at: at(minute), value }));
  expect(
    made({ ...SUMMARY, before: [], points: [...points, { at: at(4), value: 1 }] })[0]?.values,
  ).toEqual([1]);
  expect(made({ ...SUMMARY, before: [], points })).toEqual([]);
});

test('every point is at its time on the grid, and nothing else is', () => {
  const points = fc.uniqueArray(fc.tuple(fc.nat(500), fc.integer()), {
    selector: ([time]) => time,
    minLength: 1,
  });
  fc.assert(
    fc.property(points, (known) => {
      const grid = onGrid(
        known.map(([time, value]) => [time * 60_000, value] as const),
        60_000,
      );
      const back = (grid?.values ?? []).flatMap((value, place) =>
        value === null ? [] : [[((grid?.start ?? 0) + place * 60_000) / 60_000, value]],
      );
      expect(back).toEqual(known.toSorted((a, b) => a[0] - b[0]));
    }),
  );
});

test("the alarm's own values come with its threshold", () => {
  const [series] = seriesOf(foundBy('get_alarm_state'));

  expect(series?.isAlarmed).toBe(true);
  expect(series?.threshold).toBe(25);
  expect(series?.values.filter((value) => value !== null && value > 25)).toHaveLength(5);
});

test('what moved most in the window is told from what did not', () => {
  const found = foundBy('query_metrics');
  const since = Date.parse(found.evidence.window.start);
  const moved = seriesOf(found).toSorted((a, b) => movement(b, since) - movement(a, since));

  expect(
    moved
      .slice(0, 2)
      .map(({ metric }) => metric)
      .sort(),
  ).toEqual(['5XXError', 'Errors']);
});

test('evidence of another kind, and an error, have no series', () => {
  expect(seriesOf(foundBy('search_logs'))).toEqual([]);
  expect(seriesOf(evidenceOf('query_metrics', { outcome: 'error' }, { outcome: 'error' }))).toEqual(
    [],
  );
  expect(seriesOf(evidenceOf('query_metrics', { summaries: 'none' }))).toEqual([]);
});
