/** The words of a claim, found again in what it rests on. */

export interface Part {
  text: string;
  marked: boolean;
}

const SHORTEST = 2;

/**
 * The text in parts, those marked that are quoted. The parts joined are the text.
 *
 * Letters' case, the amount of white space and the form of accents do not count. A quotation with `…`
 * in it is looked for piece by piece. What begins or ends with a letter or digit is found as a whole
 * word: `5` is not in `15`.
 */
export function markQuoted(text: string, quotes: readonly string[]): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const [from, to] of merged(quotes.flatMap((quote) => places(text, quote)))) {
    if (from > end) {
      parts.push({ text: text.slice(end, from), marked: false });
    }
    parts.push({ text: text.slice(from, to), marked: true });
    end = to;
  }
  if (end < text.length) {
    parts.push({ text: text.slice(end), marked: false });
  }
  return parts;
}

type Range = readonly [from: number, to: number];

function places(text: string, quote: string): Range[] {
  return quote
    .split(/…|\.\.\./)
    .map((piece) => piece.trim())
    .filter((piece) => Array.from(piece).length >= SHORTEST || /^\d$/.test(piece))
    .flatMap((piece) => {
      const forms = new Set([piece, piece.normalize('NFC'), piece.normalize('NFD')]);
      return [...forms].flatMap((form) => [...text.matchAll(pattern(form))]);
    })
    .map((found) => [found.index, found.index + found[0].length]);
}

function pattern(piece: string): RegExp {
  const words = piece.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const before = /^[\p{L}\p{N}]/u.test(piece) ? '(?<![\\p{L}\\p{N}])' : '';
  const behind = /[\p{L}\p{N}]$/u.test(piece) ? '(?![\\p{L}\\p{N}])' : '';
  return new RegExp(before + words.join('\\s+') + behind, 'giu');
}

/** In order, those that touch or overlap as one. */
function merged(ranges: readonly Range[]): Range[] {
  const found: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last !== undefined && from <= last[1]) {
      last[1] = Math.max(last[1], to);
    } else {
      found.push([from, to]);
    }
  }
  return found;
}
