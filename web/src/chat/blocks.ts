/**
 * An answer cut into blocks that are parsed one by one, so that a new piece of text costs the
 * parsing of the last block and not of all.
 *
 * A block ends at an empty line, unless what follows goes on with it: a fence that is open, a list
 * whose next item or indented paragraph comes, a quotation.
 */

const FENCE = /^\s*(?:>\s?)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(`{3,}|~{3,})([^\n]*)$/;
const LIST_ITEM = /^\s{0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const INDENTED = /^(?: {2,}|\t)/;
const QUOTED = /^\s{0,3}>/;

/** The blocks; together they are the text, letter by letter. */
export function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let block = '';
  let fence: string | null = null;
  let isAfterEmptyLine = false;
  for (const line of linesOf(text)) {
    const words = line.endsWith('\n') ? line.slice(0, -1) : line;
    if (words.trim() === '') {
      isAfterEmptyLine = fence === null;
      block += line;
      continue;
    }
    if (isAfterEmptyLine && block.trim() !== '' && !goesOn(block, words)) {
      blocks.push(block);
      block = '';
    }
    isAfterEmptyLine = false;
    fence = fenceAfter(fence, words);
    block += line;
  }
  return block === '' ? blocks : [...blocks, block];
}

/** Lines with the line feeds at their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Whether a line after an empty one belongs to the block before it. */
function goesOn(block: string, line: string): boolean {
  if (INDENTED.test(line)) {
    return true;
  }
  return (
    (LIST_ITEM.test(block) && LIST_ITEM.test(line)) || (QUOTED.test(block) && QUOTED.test(line))
  );
}

/** The fence that is open behind a line: its signs; null outside of one. */
function fenceAfter(open: string | null, line: string): string | null {
  const [, signs, info = ''] = FENCE.exec(line) ?? [];
  if (signs === undefined) {
    return open;
  }
  if (open === null) {
    return signs.startsWith('`') && info.includes('`') ? null : signs;
  }
  const closes = signs[0] === open[0] && signs.length >= open.length && info.trim() === '';
  return closes ? null : open;
}
