/** Citations in an answer's Markdown, `[evd_…]` or `[evd_…, evd_…]`, and their numbers. */

const CITATION = /\[(evd_\w+(?:,\s*evd_\w+)*)\]/g;
/** The beginning of a citation whose end has not come yet. */
const HALF = /\s?\[(?:e(?:v(?:d(?:_[\w, ]*)?)?)?)?$/;

/** What the plug-ins use of a node of mdast or hast. */
export interface Node {
  type: string;
  value?: string;
  tagName?: string;
  properties?: { className?: unknown; [name: string]: unknown };
  data?: Record<string, unknown>;
  children?: Node[];
}

/** The ids that a text cites, each once, in their order: the first is number 1. */
export function citedIn(text: string): string[] {
  const ids = [...text.matchAll(CITATION)].flatMap(([, list]) => idsOf(list));
  return [...new Set(ids)];
}

/** The text without a citation that has only begun: it would flicker. */
export function withoutHalfCitation(text: string): string {
  return text.replace(HALF, '');
}

/** The ids of a list as it stands between brackets. */
export function idsOf(list: unknown): string[] {
  return typeof list === 'string' ? list.split(',').map((id) => id.trim()) : [];
}

/** A remark plug-in: citations become elements `cite` whose title is the list of ids. */
export function citations() {
  return (tree: Node): void => replaceIn(tree);
}

function replaceIn(node: Node): void {
  if (node.type === 'link' || node.children === undefined) {
    return; // a button in a link could not be pressed
  }
  node.children = node.children.flatMap((child) => {
    if (child.type === 'text') {
      return cut(child.value ?? '');
    }
    replaceIn(child);
    return child;
  });
}

function cut(text: string): Node[] {
  const parts: Node[] = [];
  let begin = 0;
  for (const match of text.matchAll(CITATION)) {
    parts.push({ type: 'text', value: text.slice(begin, match.index) });
    const data = { hName: 'cite', hProperties: { title: match[1] } };
    parts.push({ type: 'citation', data, children: [] });
    begin = match.index + match[0].length;
  }
  parts.push({ type: 'text', value: text.slice(begin) });
  return parts.filter(({ type, value }) => type !== 'text' || value !== '');
}
