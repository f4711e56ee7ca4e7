/** A rehype plug-in: takes from an answer's elements what could reach beyond them. */

import type { Node } from './citations';

/** Ids and references to ids: footnotes have them, and two answers may have the same. */
const REACHING = ['id', 'ariaDescribedBy', 'ariaLabelledBy', 'dataFootnoteRef'];
/** Text of any script begins on its own side. */
const DIRECTED = new Set(['p', 'li', 'td', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

export function inert() {
  return (tree: Node): void => clean(tree);
}

function clean(node: Node): void {
  for (const name of REACHING) {
    delete node.properties?.[name];
  }
  if (DIRECTED.has(node.tagName ?? '')) {
    node.properties = { ...node.properties, dir: 'auto' };
  }
  for (const child of node.children ?? []) {
    clean(child);
  }
}

/** The text of a node and of all in it. */
export function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join('');
}
