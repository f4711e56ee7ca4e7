import fc from 'fast-check';
import { expect, test } from 'vitest';
import { looksLikeJson, unfolded } from '../../src/evidence/text/jsonLine';

test('every field is shown by its path, in the order of the line', () => {
  const line = unfolded('{"level":"ERROR","err":{"code":7,"causes":["a",{"b":null}]},"ok":true}');
  expect(line).toEqual({
    fields: [
      ['level', 'ERROR'],
      ['err.code', '7'],
      ['err.causes.0', 'a'],
      ['err.causes.1.b', 'null'],
      ['ok', 'true'],
    ],
    isPart: false,
  });
});

test('what stands before the object is no part of it', () => {
  expect(unfolded('2026-11-30 app: {"a":1}')?.fields).toEqual([['a', '1']]);
});

test('text is not unfolded', () => {
  expect(looksLikeJson('ConnectionRefusedError: [Errno 111] {x}')).toBe(false);
  expect(unfolded('ConnectionRefusedError: [Errno 111]')).toBeNull();
  expect(unfolded('{"')).toBeNull();
});

test.each([
  [
    '{"a":1,"trace":"line 1\\nline',
    [
      ['a', '1'],
      ['trace', 'line 1\nline'],
    ],
  ],
  [
    '{"a":1,"trace":"half an escape \\u00',
    [
      ['a', '1'],
      ['trace', 'half an escape '],
    ],
  ],
  [
    '{"a":1,"trace":"a backslash \\\\',
    [
      ['a', '1'],
      ['trace', 'a backslash \\'],
    ],
  ],
  [
    '{"a":1,"trace":"half \\',
    [
      ['a', '1'],
      ['trace', 'half '],
    ],
  ],
  ['{"a":1,"tra', [['a', '1']]],
  ['{"a":1,"b":12', [['a', '1']]],
  [
    '{"a":[1,{"b":"x',
    [
      ['a.0', '1'],
      ['a.1.b', 'x'],
    ],
  ],
])('a line that was cut keeps its whole fields: %s', (message, fields) => {
  expect(unfolded(message)).toEqual({ fields, isPart: true });
});

test('JSON that is cut anywhere is never misread', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const entries = fc.dictionary(fc.string({ minLength: 1 }), value, { minKeys: 1, maxKeys: 6 });
  fc.assert(
    fc.property(entries, fc.nat(), (entry, cut) => {
      const text = JSON.stringify(entry);
      const read = unfolded(text.slice(0, cut % (text.length + 1)));
      for (const [path, said] of read?.fields ?? []) {
        const meant = entry[path];
        const whole = typeof meant === 'string' ? meant : JSON.stringify(meant);
        expect(whole.startsWith(said)).toBe(true);
      }
    }),
    { seed: 20261130 },
  );
});

test('a line of thousands of fields is unfolded in part', () => {
  const entry = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`f${at}`, at]));
  const line = unfolded(JSON.stringify(entry));
  expect(line?.fields).toHaveLength(500);
  expect(line?.isPart).toBe(true);
});
