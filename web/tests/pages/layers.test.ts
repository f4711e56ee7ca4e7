import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Call, placesOf } from '../../src/pages/workloads/map/layers';

function columns(names: string[], calls: [string, string][]): Record<string, number> {
  const places = placesOf(
    names,
    calls.map(([caller, callee]) => ({ caller, callee })),
  );
  return Object.fromEntries([...places].map(([name, { column }]) => [name, column]));
}

test('callers stand at the left of everything that they call', () => {
  expect(
    columns(
      ['table', 'api', 'fn', 'queue'],
      [
        ['api', 'fn'],
        ['fn', 'table'],
        ['api', 'table'],
        ['fn', 'queue'],
      ],
    ),
  ).toEqual({ api: 0, fn: 1, table: 2, queue: 2 });
});

test('a circle is entered where the workload is', () => {
  expect(
    columns(
      ['b', 'c', 'api'],
      [
        ['api', 'b'],
        ['b', 'c'],
        ['c', 'b'],
      ],
    ),
  ).toEqual({ api: 0, b: 1, c: 2 });
});

test('calls of what is not registered, and of oneself, move nothing', () => {
  expect(
    columns(
      ['a', 'b'],
      [
        ['a', 'a'],
        ['ghost', 'b'],
      ],
    ),
  ).toEqual({ a: 0, b: 0 });
});

test('calls that need not cross do not', () => {
  const places = placesOf(
    ['a', 'b', 'x', 'y'],
    [
      { caller: 'a', callee: 'y' },
      { caller: 'b', callee: 'x' },
    ],
  );

  expect(places.get('y')?.row).toBe(places.get('a')?.row);
  expect(places.get('x')?.row).toBe(places.get('b')?.row);
});

test('every resource has a place of its own, whatever calls whom', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 20 });
  const drawn = names.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.array(
        fc.record<Call>({ caller: fc.constantFrom(...all), callee: fc.constantFrom(...all) }),
        { maxLength: 60 },
      ),
    ),
  );
  fc.assert(
    fc.property(drawn, ([all, calls]) => {
      const places = placesOf(all, calls);
      const taken = [...places.values()].map(({ column, row }) => `${column}/${row}`);
      expect([...places.keys()].sort()).toEqual([...all].sort());
      expect(new Set(taken).size).toBe(all.length);
    }),
  );
});
