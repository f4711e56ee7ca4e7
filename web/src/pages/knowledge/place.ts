/** Where in a document a problem is. Pure. */

import type { RowProblem } from '../../api/types';

const HEADER = /^\s*\[{1,2}\s*([\w-]+)(?:\.([\w-]+))?\s*\]{1,2}/;
const NAME = /(?:^|[\s{,])name\s*=\s*(?:"([^"]*)"|'([^']*)')/;

/** A row: the lines from its `[[table]]` to the next one, counted from 1, the last one excluded. */
interface Block {
  table: string;
  name: string | null;
  start: number;
  end: number;
}

/**
 * The line of a problem, counted from 1: of the field, else of the row's name. Null where it is of
 * the whole document. It goes by the lines as people write TOML; what is written in another way, as
 * an array of inline tables, is found by its name.
 */
export function lineOf(document: string, { field, error }: RowProblem): number | null {
  const lines = document.split(/\r?\n/);
  const number = /^document: line (\d+)/.exec(field)?.[1] ?? /\bat line (\d+)/.exec(error)?.[1];
  if (number !== undefined) {
    return Math.min(Number(number), lines.length);
  }
  if (error.includes('at end of document')) {
    return lines.length;
  }
  const row = /^(\w+): row (?:"([^"]*)"|(\d+))(?:: (\w+)(?:\[(\d+)\])?)?/.exec(field);
  if (row === null) {
    return null;
  }
  const [, table = '', name, place, wrong, item] = row;
  const blocks = blocksOf(lines).filter((block) => block.table === table);
  const named = blocks.filter((block) => block.name === name);
  // A name that another row has already is wrong at the second of them.
  const block =
    name === undefined ? blocks[Number(place) - 1] : named.at(wrong === 'name' ? -1 : 0);
  if (block === undefined) {
    const inline = lines.findIndex((line) => name !== undefined && nameIn(line) === name);
    return inline < 0 ? null : inline + 1;
  }
  const fields = wrong === undefined ? [] : linesOf(lines, block, wrong);
  return (
    (fields.length > 1 ? fields[Number(item) - 1] : undefined) ??
    fields[0] ??
    linesOf(lines, block, 'name')[0] ??
    block.start
  );
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  lines.forEach((line, index) => {
    const [header, table = '', part] = HEADER.exec(line) ?? [];
    const last = blocks.at(-1);
    if (header !== undefined && part === undefined) {
      blocks.push({ table, name: null, start: index + 1, end: index + 2 });
    } else if (last !== undefined) {
      last.name ??= nameIn(line);
      last.end = index + 2;
    }
  });
  return blocks;
}

/** Where a field of a row is given: as `field = …`, or as tables of its own, `[[cause.examples]]`. */
function linesOf(lines: readonly string[], block: Block, field: string): number[] {
  const given = new RegExp(`^\\s*(?:${field}\\s*=|\\[{1,2}\\s*${block.table}\\.${field}\\s*\\])`);
  const found: number[] = [];
  for (let line = block.start; line < block.end; line++) {
    if (given.test(lines[line - 1] ?? '')) {
      found.push(line);
    }
  }
  return found;
}

/** The name that a line gives, on one line as the API says it. */
function nameIn(line: string): string | null {
  const [, double, single] = NAME.exec(line) ?? [];
  return (double ?? single)?.trim().replace(/\s+/g, ' ') ?? null;
}
