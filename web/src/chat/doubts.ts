/**
 * Marks the sentences of an answer that the evidence does not bear out.
 *
 * The API names them as they stand in the Markdown, without list marks and citations. They are found
 * by their letters alone, whatever signs and spaces stand between.
 */

import type { Node } from './citations';
import { textOf } from './inert';

const BLOCKS = new Set(
  'p h1 h2 h3 h4 h5 h6 li td th blockquote ul ol table thead tbody tr pre div section'.split(' '),
);
const SIGNS = /[\s*_~`[\]()<>#|\\]/u;

/** How the server's notes below an answer begin, which repeat a sentence and say why. */
const NOTE = 'Not supported by the evidence';

/** Whether the server has said in the answer itself what the evidence does not bear out. */
export function hasNotes(answer: string): boolean {
  return answer.includes(`\n> ${NOTE}`);
}

/** A rehype plug-in: what of the sentences is found becomes `mark` elements. */
export function doubts(sentences: readonly string[]) {
  const wanted = sentences.map((sentence) => letters(sentence).text).filter((text) => text !== '');
  return () =>
    (tree: Node): void => {
      if (wanted.length > 0) {
        visit(tree, wanted);
      }
    };
}

function visit(node: Node, wanted: readonly string[]): void {
  if (node.tagName === 'pre' || isNote(node)) {
    return;
  }
  mark(node, wanted);
  for (const child of node.children ?? []) {
    if (child.tagName !== 'mark') {
      visit(child, wanted);
    }
  }
}

function isNote(node: Node): boolean {
  return node.tagName === 'blockquote' && textOf(node).trimStart().startsWith(NOTE);
}

/** Marks in the text that a block has itself, not in the blocks inside of it. */
function mark(block: Node, wanted: readonly string[]): void {
  if (block.type !== 'root' && !BLOCKS.has(block.tagName ?? '')) {
    return;
  }
  const texts = textsOf(block);
  const whole = texts.map(({ value = '' }) => value).join('');
  const { text, places } = letters(whole);
  for (const sentence of wanted) {
    const at = text.indexOf(sentence);
    if (at >= 0) {
      const [begin, end] = [places[at] ?? 0, (places[at + sentence.length - 1] ?? 0) + 1];
      wrap(texts, begin, end);
    }
  }
}

/** The letters that count, and where each stands in the text. */
function letters(text: string): { text: string; places: number[] } {
  const places: number[] = [];
  let found = '';
  for (let place = 0; place < text.length; place++) {
    const letter = text[place] ?? '';
    if (!SIGNS.test(letter)) {
      found += letter;
      places.push(place);
    }
  }
  return { text: found, places };
}

function textsOf(node: Node): Node[] {
  return (node.children ?? []).flatMap((child) => {
    if (child.type === 'text') {
      return [child];
    }
    return BLOCKS.has(child.tagName ?? '') || child.tagName === 'cite' ? [] : textsOf(child);
  });
}

/** Turns each text node's share of the range into an element of its own. */
function wrap(texts: readonly Node[], begin: number, end: number): void {
  let place = 0;
  for (const node of texts) {
    const value = node.value ?? '';
    const [from, to] = [Math.max(begin - place, 0), Math.min(end - place, value.length)];
    place += value.length;
    if (from < to) {
      const isLast = place >= end;
      const inside: Node[] = [{ type: 'text', value: value.slice(from, to) }];
      if (isLast) {
        inside.push(said(' (the evidence does not bear this out)'));
      }
      const marked: Node = { type: 'element', tagName: 'mark', properties: {}, children: inside };
      become(node, [text(value.slice(0, from)), marked, text(value.slice(to))]);
    }
  }
}

/** A text node becomes a `span` of several: its parent need not be known. */
function become(node: Node, children: Node[]): void {
  delete node.value;
  Object.assign(node, {
    type: 'element',
    tagName: 'span',
    properties: {},
    children: children.filter(({ type, value }) => type !== 'text' || value !== ''),
  });
}

function said(words: string): Node {
  const properties = { className: ['sr-only'] };
  return { type: 'element', tagName: 'span', properties, children: [text(words)] };
}

const text = (value: string): Node => ({ type: 'text', value });
