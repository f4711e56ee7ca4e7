import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markQuoted } from '../../src/evidence/text/quoting';

const marked = (text: string, ...quotes: string[]) =>
  markQuoted(text, quotes)
    .filter((part) => part.marked)
    .map((part) => part.text);

test.each<[why: string, text: string, quotes: string[], found: string[]]>([
  ['in any case', 'Access DENIED', ['access denied'], ['Access DENIED']],
  ['over line breaks', 'timeout\n   of 4000ms', ['timeout of 4000ms'], ['timeout\n   of 4000ms']],
  ['overlapping ones as one', 'one two three', ['one two', 'two three'], ['one two three']],
  ['each time', 'x 503 y 503', ['503'], ['503', '503']],
  ['whole words alone', '15 and 5', ['5'], ['5']],
  ['no part of a word', 'unrefusedly', ['refused'], []],
  ['signs as they are', 'a.b (c) [d]', ['a.b (c)', '[d]'], ['a.b (c)', '[d]']],
  ['not as a pattern', 'axb', ['a.b'], []],
  ['around an ellipsis', 'User: x may not Query', ['…User: x… Query'], ['User: x', 'Query']],
  ['with other accents', 'cafe\u0301 closed', ['caf\u00e9'], ['cafe\u0301']],
  ['in Greek', 'ΣΦΑΛΜΑ', ['σφαλμα'], ['ΣΦΑΛΜΑ']],
  ['with letters that grow in lower case', 'İSTANBUL error', ['error'], ['error']],
  ['emoji', 'down 🚨 now', ['🚨 now'], ['🚨 now']],
  ['nothing for an empty one', 'abc', ['', ' ', '…'], []],
])('quoted words are found: %s', (_, text, quotes, found) => {
  expect(marked(text, ...quotes)).toEqual(found);
});

test('the parts joined are the text, whatever is quoted', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.string({ unit: 'grapheme' })),
      (text, quotes) => {
        const parts = markQuoted(text, quotes);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        expect(parts.some((part) => part.text === '')).toBe(false);
      },
    ),
  );
});

test('a quoted part of the text is marked, or lies in what is marked', () => {
  const word = fc.stringMatching(/^[a-z]{2,6}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.nat(), (words, place) => {
      const quote = words[place % words.length] ?? '';
      expect(marked(words.join(' '), quote).join(' ')).toContain(quote);
    }),
  );
});
