import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineOf } from '../../../src/pages/knowledge/place';

const EXAMPLE = readFileSync(
  new URL('../../../../docs/examples/team-knowledge.toml', import.meta.url),
  'utf8',
);
const DOCUMENT = `# ours
[[sign]]
name = "declined"
phrases = [
  "partner declined",
]

[[sign]]
  name = 'lane  full'

[[cause]]
strength = "strong"
name = "declined"
[cause.says]
else = "no"
[[cause.examples]]
line = "one"
[[cause.examples]]
line = "two"

[[sign]]
name = "declined"
`;

function lineIn(document: string, field: string, error = 'is wrong'): number | null {
  return lineOf(document, { field, error });
}

test.each([
  ['the name, where no field is named', 'sign: row "declined"', 3],
  ['the field', 'sign: row "declined": phrases', 4],
  ['a list on several lines', 'sign: row "declined": phrases[1]', 4],
  ['the name, where the field is missing', 'sign: row "declined": means', 3],
  ['the second row that has a name', 'sign: row "declined": name', 22],
  ['a row of the same name in another table', 'cause: row "declined": strength', 12],
  ['a name in other quotes and spaces', 'sign: row "lane full": name', 9],
  ['a table of a row', 'cause: row "declined": says', 14],
  ['each of several tables', 'cause: row "declined": examples[2]', 18],
  ['a row without a name', 'sign: row 3: name', 22],
  ['a row of which there is nothing else', 'cause: row 1', 13],
  ['a line that is named', 'document: line 7', 7],
])('the line is that of %s', (_, field, line) => {
  expect(lineIn(DOCUMENT, field)).toBe(line);
});

test.each([
  ["Expected ']]' at the end of an array declaration (at line 3, column 7)", 3],
  ['Invalid value (at end of document)', DOCUMENT.split('\n').length],
  ['no field x; known are cause, event', null],
])('what the parser says (%s) leads to line %s', (error, line) => {
  expect(lineIn(DOCUMENT, 'document', error)).toBe(line);
});

test('a row that is written as an inline table is found by its name', () => {
  const document = 'sign = [\n  { name = "a", means = "x" },\n  { means = "y", name = "b" },\n]\n';

  expect(lineIn(document, 'sign: row "b": phrases')).toBe(3);
});

test.each(['sign: row "gone"', 'sign: row 9: name', 'reason: row 1'])('%s is nowhere', (field) => {
  expect(lineIn(DOCUMENT, field)).toBeNull();
});

test('every row of the example is found, however lines end', () => {
  const names = [...EXAMPLE.matchAll(/\[\[(\w+)\]\]\nname = "(.+)"/g)];
  expect(names.length).toBeGreaterThan(3);
  for (const document of [EXAMPLE, EXAMPLE.replaceAll('\n', '\r\n')]) {
    for (const [, table, name] of names) {
      const line = lineIn(document, `${table}: row "${name}"`);
      expect(document.split('\n')[(line ?? 0) - 1]).toContain(`name = "${name}"`);
    }
  }
});

test('a line, where one is found, is one of the document', () => {
  const field = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.constantFrom('sign', 'cause', 'x'), fc.nat(9), fc.string(), fc.nat(9))
      .map(([table, row, name, item]) => `${table}: row ${row}: ${name}[${item}]`),
  );
  const line = fc.oneof(
    fc.constantFrom('[[sign]]', '[[cause.examples]]', 'name = "a"', '[[cause]]'),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(line), field, fc.string(), (lines, where, error) => {
      const document = lines.join('\n');
      const found = lineIn(document, where, error);
      expect(found === null || (found >= 1 && found <= document.split('\n').length)).toBe(true);
    }),
  );
});
