import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Call } from '../../src/pages/workloads/map/layers';
import { BOX, type Drawing, drawingOf, type Point } from '../../src/pages/workloads/map/routes';

const called = (...pairs: [string, string][]): Call[] =>
  pairs.map(([caller, callee]) => ({ caller, callee }));

/** Points of a path that lie close together; the paths have moves, lines and cubic curves. */
function pointsOf(path: string): Point[] {
  const points: Point[] = [];
  let from: Point = { x: 0, y: 0 };
  for (const [, command, numbers = ''] of path.matchAll(/([MLC])([^MLC]+)/g)) {
    const [a, b, c, d, e, f] = numbers.trim().split(/\s+/).map(Number) as number[];
    const way = [
      from,
      ...(command === 'C' ? [point(a, b), point(c, d), point(e, f)] : [point(a, b)]),
    ];
    const steps = command === 'M' ? 0 : 40;
    for (let step = 0; step <= steps; step++) {
      points.push(steps === 0 ? (way.at(-1) as Point) : bezier(way, step / steps));
    }
    from = way.at(-1) as Point;
  }
  return points;
}

const point = (x = 0, y = 0): Point => ({ x, y });

/** De Casteljau's. */
function bezier(way: Point[], part: number): Point {
  return way.length === 1
    ? (way[0] as Point)
    : bezier(
        way.slice(1).map((to, index) => between(way[index] as Point, to, part)),
        part,
      );
}

const between = (a: Point, b: Point, part: number): Point => ({
  x: a.x + (b.x - a.x) * part,
  y: a.y + (b.y - a.y) * part,
});

/** The boxes that a path has points within. */
function crossedBy(path: string, { corners }: Drawing): string[] {
  const points = pointsOf(path);
  return [...corners].flatMap(([name, { x, y }]) =>
    points.some((at) => at.x > x && at.x < x + BOX.width && at.y > y && at.y < y + BOX.height)
      ? [name]
      : [],
  );
}

const maps = fc.integer({ min: 1, max: 16 }).chain((size) => {
  const names = Array.from({ length: size }, (_, index) => `r${index}`);
  const name = fc.constantFrom(...names);
  const calls = fc.array(fc.record<Call>({ caller: name, callee: name }), { maxLength: 48 });
  return fc.tuple(fc.constant(names), calls);
});

test('no call crosses a box, and none leaves the drawing', () => {
  fc.assert(
    fc.property(maps, ([names, calls]) => {
      const drawing = drawingOf(names, calls);
      for (const { path } of drawing.routes) {
        expect(crossedBy(path, drawing)).toEqual([]);
        for (const { x, y } of pointsOf(path)) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(drawing.width);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(drawing.height);
        }
      }
    }),
    { seed: 20261130, numRuns: 150 },
  );
});

test('a call begins at its caller and ends at what it calls', () => {
  fc.assert(
    fc.property(maps, ([names, calls]) => {
      const drawing = drawingOf(names, calls);
      const touches = (name: string, at: Point) => {
        const { x, y } = drawing.corners.get(name) as Point;
        const isBeside = [x, x + BOX.width].some((side) => Math.abs(side - at.x) <= 2);
        return isBeside && at.y > y && at.y < y + BOX.height;
      };
      for (const { call, path } of drawing.routes) {
        const points = pointsOf(path);
        expect(touches(call.caller, points[0] as Point)).toBe(true);
        expect(touches(call.callee, points.at(-1) as Point)).toBe(true);
      }
    }),
    { seed: 20261130 },
  );
});

test('two calls that skip the same columns run beside each other', () => {
  const { routes } = drawingOf(
    ['a', 'b', 'c', 'd', 'e'],
    called(['a', 'b'], ['b', 'c'], ['d', 'b'], ['a', 'c'], ['d', 'c']),
  );
  const levels = routes
    .filter(({ path }) => path.includes('L'))
    .map(({ path }) => /L\S+ (\S+)/.exec(path)?.[1]);
  expect(levels).toHaveLength(2);
  expect(new Set(levels).size).toBe(2);
});

test('a call that skips a column goes straight through where nothing stands', () => {
  const { routes, corners } = drawingOf(
    ['a', 'b', 'c', 'x', 'y', 'z'],
    called(['a', 'b'], ['b', 'c'], ['x', 'z'], ['b', 'z']),
  );
  const straight = routes.find(({ call }) => call.caller === 'x');
  expect(straight?.path).toContain(`L${(corners.get('z')?.x ?? 0) - 56}`);
});

test('a call is drawn once, and one of what is not registered not at all', () => {
  const { routes } = drawingOf(['a', 'b'], called(['a', 'b'], ['a', 'b'], ['a', 'ghost']));
  expect(routes.map(({ call }) => call)).toEqual([{ caller: 'a', callee: 'b' }]);
});

test('two hundred resources in one chain, each calling all after it, are laid out', () => {
  const names = Array.from({ length: 200 }, (_, index) => `r${index}`);
  const calls = names.flatMap((caller, at) =>
    names.slice(at + 1, at + 8).map((callee) => ({ caller, callee })),
  );
  expect(drawingOf(names, calls).routes).toHaveLength(calls.length);
});
