import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chanceOf } from '../../src/evidence/baseline/chance';
import {
  type Contrast,
  contrastedEvidence,
  contrastsOf,
} from '../../src/evidence/baseline/contrasts';
import { sharesOf } from '../../src/evidence/baseline/shares';
import { evidenceOf, foundBy, recorded } from './recorded';

type Counts = Record<string, readonly [failing: number, others: number]>;

function contrastOf(failing: number, others: number, fields: Record<string, Counts>): Contrast {
  return {
    resource: 'orders',
    by: 'line',
    failing,
    others,
    leftOut: [],
    fields: Object.entries(fields).map(([name, counts]) => ({
      name,
      distinct: Object.keys(counts).length,
      values: Object.entries(counts).map(([value, [of, other]]) => ({
        value,
        failing: of,
        others: other,
      })),
    })),
  };
}

test('the field whose value sets the failing apart most comes first, with its shares', () => {
  const shares = sharesOf(
    contrastOf(10, 100, {
      zone: { a: [6, 50], b: [4, 50] },
      version: { '2': [9, 10], '1': [1, 90] },
    }),
  );

  expect(shares.map(({ name }) => name)).toEqual(['version', 'zone']);
  expect(shares[0]?.values[0]).toMatchObject({
    value: '2',
    failingShare: 0.9,
    othersShare: 0.1,
    mayBeChance: false,
  });
  expect(shares[1]?.values[0]).toMatchObject({ value: 'a', mayBeChance: true });
});

test('what only failures log is told from what both have', () => {
  const shares = sharesOf(
    contrastOf(5, 50, { errorType: { KeyError: [5, 0] }, zone: { a: [5, 1] } }),
  );

  expect(shares.map(({ name, onlyFailing }) => [name, onlyFailing])).toEqual([
    ['errorType', true],
    ['zone', false],
  ]);
});

test('without failing lines, or without others, nothing is compared', () => {
  expect(sharesOf(contrastOf(0, 9, { zone: { a: [0, 9] } }))).toEqual([]);
  expect(sharesOf(contrastOf(9, 0, { zone: { a: [9, 0] } }))).toEqual([]);
});

const side = fc.integer({ min: 1, max: 300 });
const counted = fc
  .tuple(side, side)
  .chain(([failing, others]) =>
    fc
      .dictionary(
        fc.stringMatching(/^[a-z]{1,6}$/),
        fc.array(fc.tuple(fc.nat(failing), fc.nat(others)), { minLength: 1, maxLength: 5 }),
        { maxKeys: 5 },
      )
      .map((fields) =>
        contrastOf(
          failing,
          others,
          Object.fromEntries(
            Object.entries(fields).map(([name, values]) => [
              name,
              Object.fromEntries(values.map((value, place) => [`v${place}`, value])),
            ]),
          ),
        ),
      ),
  );

test('shares lie between 0 and 1, differences are in order, and each field differs', () => {
  fc.assert(
    fc.property(counted, (contrast) => {
      const shares = sharesOf(contrast);
      const firsts = shares.map(({ values }) => values[0]?.difference ?? 0);
      expect(firsts).toEqual(firsts.toSorted((a, b) => b - a));
      expect(firsts.every((difference) => difference > 0)).toBe(true);
      for (const { values } of shares) {
        for (const { failingShare, othersShare, difference } of values) {
          expect(Math.min(failingShare, othersShare)).toBeGreaterThanOrEqual(0);
          expect(Math.max(failingShare, othersShare)).toBeLessThanOrEqual(1);
          expect(difference).toBeCloseTo(failingShare - othersShare);
        }
      }
    }),
  );
});

test('with every line counted twice the shares are the same', () => {
  fc.assert(
    fc.property(counted, (contrast) => {
      const twice: Contrast = {
        ...contrast,
        failing: contrast.failing * 2,
        others: contrast.others * 2,
        fields: contrast.fields.map((field) => ({
          ...field,
          values: field.values.map(({ value, failing, others }) => ({
            value,
            failing: failing * 2,
            others: others * 2,
          })),
        })),
      };
      const differences = (of: Contrast) =>
        sharesOf(of).map(({ name, values }) => [name, values.map(({ difference }) => difference)]);
      expect(differences(twice)).toEqual(differences(contrast));
    }),
  );
});

test('a value that all have alike is never a finding', () => {
  fc.assert(
    fc.property(side, side, (failing, others) => {
      expect(sharesOf(contrastOf(failing, others, { app: { shop: [failing, others] } }))).toEqual(
        [],
      );
    }),
  );
});

// https://en.wikipedia.org/wiki/Fisher%27s_exact_test: the lady tasting tea has 3 of 4 right.
test.each([
  [3, 4, 1, 4, 17 / 70],
  [4, 4, 0, 4, 1 / 70],
  [0, 5, 3, 5, 1],
  [5, 5, 5, 5, 1],
])('%d of %d against %d of %d is by chance as often as is known', (a, m, b, n, chance) => {
  expect(chanceOf(a, m, b, n)).toBeCloseTo(chance, 10);
});

test('a chance is one, and more of the failing are never likelier', () => {
  fc.assert(
    fc.property(side, side, fc.nat(300), fc.nat(300), (m, n, first, second) => {
      const [a, b] = [first % m, second % n];
      const chance = chanceOf(a, m, b, n);
      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThanOrEqual(1);
      expect(chanceOf(a + 1, m, b, n)).toBeLessThanOrEqual(chance + 1e-9);
    }),
  );
});

test('the counts are those of the newest reading of the logs', () => {
  const read = contrastsOf(foundBy('get_log_patterns'));

  expect(contrastedEvidence(recorded.state.evidence)).toBe(foundBy('get_log_patterns').evidence.id);
  expect(read?.map(({ resource, failing, others }) => [resource, failing, others])).toEqual([
    ['depot-desk', 24, 47],
    ['parcel-labels', 17, 40],
  ]);
  expect(read?.[1]?.leftOut).toEqual([{ name: 'timestamp', reason: 'time' }]);
});

test('evidence from before there were counts has none, and no evidence none', () => {
  expect(contrastsOf(evidenceOf('get_log_patterns', { patterns: [] }))).toBeNull();
  expect(contrastedEvidence([])).toBeNull();
});
