/**
 * An answer's Markdown, while it is written and afterwards. Loaded with the chat's first answer.
 *
 * Models write it, and what they read was written by strangers. So: no HTML, no pictures (their words
 * and address are shown), links of http and https alone, hidden signs made visible.
 */

import { memo, useMemo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import remend from 'remend';
import { Out } from '../ui/links';
import { plain } from '../ui/plain';
import { blocksOf } from './blocks';
import { Citation } from './Citation';
import { Code } from './Code';
import { citations, idsOf, type Node, withoutHalfCitation } from './citations';
import { doubts } from './doubts';
import { inert, textOf } from './inert';
import { LongText } from './LongText';
import './markdown.css';

/** Nobody reads a paragraph of such a length; it is shown as text, and not parsed. */
const LONGEST_PARSED = 20_000;

export interface MarkdownProps {
  text: string;
  /** Its end is still being written. */
  isStreaming?: boolean;
  /** Sentences that the evidence does not bear out. */
  unsupported?: readonly string[];
}

export default function Markdown({ text, isStreaming, unsupported = NONE }: MarkdownProps) {
  const blocks = useMemo(() => blocksOf(plain(text)), [text]);
  return (
    <div className="chat-prose">
      {blocks.map((block, index) => (
        <Block
          // biome-ignore lint/suspicious/noArrayIndexKey: a block is known by its place
          key={index}
          text={isStreaming && index === blocks.length - 1 ? closed(block) : block}
          unsupported={unsupported}
        />
      ))}
    </div>
  );
}

const NONE: readonly string[] = [];

/** With the syntax that is half written at its end closed. */
function closed(block: string): string {
  if (block.length > LONGEST_PARSED) {
    return block;
  }
  return remend(withoutHalfCitation(block), { linkMode: 'text-only', htmlTags: false });
}

const Block = memo(function Block(props: { text: string; unsupported: readonly string[] }) {
  const { text, unsupported } = props;
  if (text.length > LONGEST_PARSED) {
    return (
      <p className="break-all" dir="auto">
        <LongText text={text} />
      </p>
    );
  }
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm, citations]}
      rehypePlugins={[inert, doubts(unsupported)]}
      components={COMPONENTS}
      urlTransform={(address) => address}
    >
      {text}
    </ReactMarkdown>
  );
});

const COMPONENTS: Components = {
  a: ({ href, children }) => <Out href={href}>{children}</Out>,
  img: ({ alt, src }) => (
    <span className="text-muted">
      [picture: {alt || 'without words'}
      {typeof src === 'string' && src !== '' && `, ${src}`}]
    </span>
  ),
  cite: ({ title }) => idsOf(title).map((id) => <Citation key={id} evidenceId={id} />),
  pre: ({ node }) => {
    const code = (node as Node | undefined)?.children?.[0];
    const name = String(code?.properties?.className ?? '');
    const language = /^language-([\w+#.-]{1,20})$/.exec(name)?.[1] ?? '';
    return <Code code={code ? textOf(code).replace(/\n$/, '') : ''} language={language} />;
  },
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so a keyboard must reach it
    <div className="my-3 overflow-x-auto" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  // A tick in a list of things to do: seen, not pressed.
  input: ({ checked }) => <span>{checked ? '☑' : '☐'} </span>,
};
