import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisOf, evidenceOfAxis, nearRange } from '../../src/evidence/axis/axis';
import { rowsOf } from '../../src/evidence/axis/EventLane';
import { lightOf } from '../../src/evidence/axis/lighting';
import { nameOf } from '../../src/evidence/charts/series';
import { newDiagnosis } from '../../src/fold/diagnosis';
import { evidenceOf, recorded } from './recorded';

const { state } = recorded;
const found = evidenceOfAxis(state.evidence).flatMap((id) => recorded.evidence[id] ?? []);
const axis = axisOf(state, found);
if (axis === null) {
  throw new Error('the recorded diagnosis has a window');
}
const iso = (at: number) => new Date(at).toISOString().slice(11, 19);

test('of each tool that has times the newest evidence is read that holds everything', () => {
  expect(found.map(({ evidence }) => evidence.tool)).toEqual([
    'query_metrics',
    'get_alarm_state',
    'get_log_patterns',
    'list_changes',
  ]);
  const narrow = { query: { resource: 'cart', metric: null } };
  const asked = [
    evidenceOf('query_metrics', {}, { id: 'evd_1' }),
    evidenceOf('query_metrics', {}, { id: 'evd_2' }),
    evidenceOf('query_metrics', {}, { id: 'evd_3', ...narrow }),
    evidenceOf('query_metrics', {}, { id: 'evd_4', outcome: 'error' }),
  ].map(({ evidence }) => evidence);
  expect(evidenceOfAxis(asked)).toEqual(['evd_2']);
});

test('the change that did it, the others and the alarm stand at their times', () => {
  expect(axis.events.map(({ kind, at, isCause }) => [kind, iso(at), isCause])).toEqual([
    ['change', '18:50:31', false],
    ['change', '18:57:36', true],
    ['alarm', '19:04:11', false],
  ]);
});

test('the onset is an interval, and lies in what is shown first', () => {
  const { from, to } = nearRange(axis);

  expect(axis.onset && axis.onset.from <= axis.onset.to).toBe(true);
  expect(from).toBeLessThan(axis.onset?.from ?? 0);
  expect(to).toBeGreaterThan(axis.last);
  expect(from).toBeGreaterThanOrEqual(axis.first);
  expect(from).toBeLessThan(axis.events.find(({ isCause }) => isCause)?.at ?? 0);
});

test('the alarmed metric comes first with the threshold of its alarm, then what the claims rest on', () => {
  expect(axis.metrics.slice(0, 2).map(nameOf)).toEqual([
    '5XXError (Sum) of parcels-rest',
    'Errors (Sum) of parcel-labels',
  ]);
  expect(axis.metrics[0]?.threshold).toBe(25);
  expect(axis.metrics.filter(({ isAlarmed }) => isAlarmed)).toHaveLength(1);
});

test('error lines are counted by resource, in whole periods', () => {
  expect(axis.errors.map(({ resource }) => resource)).toEqual(['depot-desk', 'parcel-labels']);
  const sum = axis.errors[1]?.values.reduce<number>((all, value) => all + (value ?? 0), 0);
  expect(sum).toBe(17);
});

test('an alarm by metric math stands for itself', () => {
  const alarm = { name: 'error-rate', metric: '', namespace: '', threshold: 5 };
  const anchor = { start: '2026-11-21T19:00:00Z', periodSeconds: 60, values: [1, null, 9] };
  const made = axisOf(state, [
    ...found.slice(0, 1),
    evidenceOf('get_alarm_state', { alarm, anchor, resources: ['a', 'b'] }),
  ]);

  expect(made?.metrics[0]).toMatchObject({ metric: 'error-rate', resource: null, threshold: 5 });
  expect(made?.metrics).toHaveLength(axis.metrics.length + 1);
});

test('a diagnosis that has only begun has no axis, and one without raw results its events', () => {
  expect(axisOf(newDiagnosis('dgn_1').state, [])).toBeNull();
  expect(axisOf(state, [])?.events.at(-1)?.kind).toBe('alarm');
});

const idOf = (tool: string) => state.evidence.find((each) => each.tool === tool)?.id ?? '';
const litNames = (lit: string[], claim?: string) => {
  const light = lightOf(state.evidence, lit, claim);
  return [
    ...axis.metrics.filter(light.metric).map(nameOf),
    ...axis.errors.filter(light.errors).map(nameOf),
    ...axis.events.filter(light.event).map(({ key }) => key),
  ];
};

test('a claim lights the metric that it names, and without its words all that it cites', () => {
  const metrics = [idOf('query_metrics')];

  expect(litNames(metrics, 'The metric Errors of parcel-labels rose')).toEqual([
    'Errors (Sum) of parcel-labels',
  ]);
  expect(litNames(metrics)).toHaveLength(axis.metrics.length);
  expect(litNames([])).toEqual([]);
});

test('a claim about an error, a change or the alarm lights its lane or marker', () => {
  expect(litNames([idOf('get_log_patterns')], 'parcel-labels logged a new error')).toEqual([
    'Error lines (count) of parcel-labels',
  ]);
  expect(litNames([idOf('list_changes')], 'depot-desk was changed')).toEqual([axis.events[0]?.key]);
  expect(litNames([idOf('get_alarm_state')])).toEqual(['5XXError (Sum) of parcels-rest']);
  expect(litNames([idOf('alarm')])).toEqual(['alarm']);
});

test('no two markers of a row lie on each other', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 1, max: 200 }));
  fc.assert(
    fc.property(fc.array(span), (unordered) => {
      const spans = unordered.toSorted((a, b) => a[0] - b[0]);
      const rows = rowsOf(spans);
      const ends = new Map<number, number>();
      spans.forEach(([begin, width], place) => {
        const row = rows[place] ?? 0;
        expect(begin).toBeGreaterThanOrEqual(ends.get(row) ?? 0);
        ends.set(row, begin + width);
      });
    }),
  );
});
