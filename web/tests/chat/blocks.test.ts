import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf } from '../../src/chat/blocks';

const LINE = fc.constantFrom(
  '',
  'words',
  '- one',
  '2. two',
  '  within',
  '> said',
  '```',
  '~~~~',
  '```json',
  '| a | b |',
  '# head',
  '    code',
);
const TEXT = fc.array(LINE, { maxLength: 24 }).map((lines) => lines.join('\n'));

test('blocks are the text, letter by letter', () => {
  fc.assert(fc.property(TEXT, (text) => blocksOf(text).join('') === text));
});

test('what is written next changes the last block alone, or the two last', () => {
  fc.assert(
    fc.property(TEXT, TEXT, (text, more) => {
      const before = blocksOf(text);
      const after = blocksOf(text + more);
      const settled = Math.max(0, before.length - 2);
      expect(after.slice(0, settled)).toEqual(before.slice(0, settled));
    }),
  );
});

test.each([
  ['paragraphs', 'one\n\ntwo', ['one\n\n', 'two']],
  ['a loose list stays whole', '1. one\n\n2. two\n\nend', ['1. one\n\n2. two\n\n', 'end']],
  [
    'what is indented belongs to its item',
    '- one\n\n  more\n\nend',
    ['- one\n\n  more\n\n', 'end'],
  ],
  ['code with empty lines', '```sh\na\n\nb\n```\n\nend', ['```sh\na\n\nb\n```\n\n', 'end']],
  ['code that is not closed', '```\na\n\nb', ['```\na\n\nb']],
  ['a fence in a fence', '````\n```\n\n```\n````\n\nend', ['````\n```\n\n```\n````\n\n', 'end']],
])('%s', (_, text, blocks) => {
  expect(blocksOf(text)).toEqual(blocks);
});
