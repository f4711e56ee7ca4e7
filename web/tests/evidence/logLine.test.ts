import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLine } from '../../src/evidence/text/logLine';

test("a structured line's level, text and fields are told apart, and fields unfolded", () => {
  const line = readLine(
    '{"level":50,"time":1,"reqId":"r1","err":{"type":"Error","codes":[1,2]},"msg":"it failed"}',
  );

  expect(line.level).toBe('error');
  expect(line.text).toBe('it failed');
  expect([...line.fields]).toEqual([
    ['reqId', 'r1'],
    ['err.type', 'Error'],
    ['err.codes', '[1,2]'],
  ]);
});

test.each([
  ['[ERROR]\t2026-03-14T09:26:15.992Z\t0a82 HTTPError: 503', 'error'],
  ['2026-03-14 09:26:15 WARN  [main] slow', 'warning'],
  ['INFO: started', 'info'],
  ['{"severity":"CRITICAL","message":"x"}', 'error'],
  ['level=warn msg="disk is nearly full" host=a', 'warning'],
  ['no errors were found', null],
  ['REPORT RequestId: 1 Duration: 2 ms', null],
] as const)('the level of %j is %s', (message, level) => {
  expect(readLine(message).level).toBe(level);
});

test('a line of logfmt has its pairs as fields', () => {
  const { fields } = readLine('level=warn msg="disk \\"a\\" full" host=db-1 took=1.5s');

  expect([...fields]).toEqual([
    ['msg', 'disk "a" full'],
    ['host', 'db-1'],
    ['took', '1.5s'],
  ]);
});

test('JSON behind a prefix is read, and the prefix stays', () => {
  expect(readLine('2026 app: {"message":"m","a":1}')).toMatchObject({ text: '2026 app: m' });
});

test('any text is a line', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (message) => {
      expect(typeof readLine(message).text).toBe('string');
    }),
  );
});

test('a line of 100 KB, and JSON of 100,000 brackets, are read at once', () => {
  const begun = performance.now();
  readLine('x'.repeat(100_000));
  readLine(`${'{'.repeat(100_000)}}`);
  readLine('a=1 '.repeat(25_000));
  expect(performance.now() - begun).toBeLessThan(500);
});
