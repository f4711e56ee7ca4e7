import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventOrder, Transcript } from '../../src/stream/ordering';
import { event } from './cases';

const NUMBERS = Array.from({ length: 12 }, (_, index) => index + 1);

test('whatever the order and repetition, no event is lost or doubled', () => {
  const arrivals = fc.array(fc.constantFrom(...NUMBERS), { maxLength: 60 }).chain((repeated) => {
    const all = [...NUMBERS, ...repeated];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });

  fc.assert(
    fc.property(arrivals, (arriving) => {
      const order = new EventOrder();

      const seen = arriving.flatMap((seq) => order.add([event({ seq })])).map(({ seq }) => seq);

      expect(seen).toEqual(NUMBERS);
      expect(order.hasHole).toBe(false);
    }),
  );
});

test('overlapping pieces in any order make the whole text, whatever its characters', () => {
  const pieces = fc.string({ unit: 'binary', maxLength: 40 }).chain((whole) => {
    const points = Array.from(whole);
    const cut = fc.record({
      start: fc.integer({ min: 0, max: points.length }),
      length: fc.integer({ min: 0, max: 5 }),
    });
    return fc.array(cut, { maxLength: 10 }).chain((cuts) => {
      // Every code point by itself, so that the text is covered, and longer pieces over them.
      const all = [...points.map((_, start) => ({ start, length: 1 })), ...cuts];
      return fc
        .shuffledSubarray(all, { minLength: all.length })
        .map((shuffled) => ({ whole, points, shuffled }));
    });
  });

  fc.assert(
    fc.property(pieces, ({ whole, points, shuffled }) => {
      const transcript = new Transcript();

      const said = shuffled
        .flatMap(({ start, length }) =>
          transcript.place('msg_1', start, points.slice(start, start + length).join('')),
        )
        .map(({ text }) => text)
        .join('');

      expect(said).toBe(whole);
      expect(transcript.text('msg_1')).toBe(whole);
    }),
  );
});
