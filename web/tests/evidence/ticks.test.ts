import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clock, ticksOf } from '../../src/evidence/charts/ticks';

const at = (time: string) => Date.parse(`2026-11-30T${time}Z`);

test('half an hour has a name every five minutes', () => {
  const { at: ticks, step } = ticksOf(at('00:32:10'), at('01:03:00'), 520);
  expect(ticks.map((tick) => clock(tick, 31 * 60_000, step))).toEqual([
    '00:35',
    '00:40',
    '00:45',
    '00:50',
    '00:55',
    '01:00',
  ]);
});

test('within a minute names have seconds, so that none is the same as its neighbour', () => {
  const { at: ticks, step } = ticksOf(at('01:02:19'), at('01:02:44'), 400);
  expect(ticks.map((tick) => clock(tick, 25_000, step))).toEqual([
    '01:02:20',
    '01:02:25',
    '01:02:30',
    '01:02:35',
    '01:02:40',
  ]);
});

test('over days names have the day', () => {
  expect(clock(at('19:04:00'), 2 * 86_400_000, 3_600_000)).toBe('11-30 19:04');
});

test('ticks lie within the axis, in order, with room for their names', () => {
  const range = fc.tuple(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 1000, max: 4e10 }));
  fc.assert(
    fc.property(range, fc.integer({ min: 100, max: 2000 }), ([from, length], pixels) => {
      const to = from + length;
      const { at: ticks, step } = ticksOf(from, to, pixels);
      expect(ticks.every((tick) => tick >= from && tick <= to && tick % step === 0)).toBe(true);
      expect((step / length) * pixels).toBeGreaterThanOrEqual(Math.min(58, pixels) - 1e-6);
      expect(new Set(ticks.map((tick) => clock(tick, length, step))).size).toBe(ticks.length);
    }),
    { seed: 20261130 },
  );
});
