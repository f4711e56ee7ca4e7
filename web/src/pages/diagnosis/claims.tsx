/** Claims and what they rest on: chips, permalinks, and which claim is pointed at. */

import { Link2 } from 'lucide-react';
import { createContext, type ReactNode, useContext } from 'react';
import { EvidenceChip } from '../../evidence/EvidenceChip';
import type { Evidence } from '../../stream/events';
import { plain } from '../../ui/plain';
import { quotedIn, spaced, span } from './words';

/** What every claim on the page needs to know; hardly ever another one. */
export interface Cited {
  /** The evidence whose panel is open. */
  opened: string | null;
  /** The anchor that the address names, without `#`. */
  marked: string;
  open: (evidenceId: string, quoted?: readonly string[]) => void;
  /** Lights what a claim is about on the time axis; without evidence, nothing. */
  point: (evidenceIds: readonly string[], claim?: string) => void;
  /** Says something to a screen reader. */
  say: (words: string) => void;
  /** The day of the diagnosis, which its times leave out. */
  day: Date;
}

/** All evidence that is known now, and its number, which never changes. */
export type Numbered = ReadonlyMap<string, { number: number; evidence: Evidence }>;

const Given = createContext<Cited | null>(null);
const Known = createContext<Numbered>(new Map());

export function CitedProvider(props: { cited: Cited; numbered: Numbered; children: ReactNode }) {
  return (
    <Given value={props.cited}>
      <Known value={props.numbered}>{props.children}</Known>
    </Given>
  );
}

export function useCited(): Cited {
  const cited = useContext(Given);
  if (cited === null) {
    throw new Error('useCited needs a CitedProvider above it');
  }
  return cited;
}

/** What a chip says of its evidence. */
export function evidenceTitle({ tool, window }: Evidence, day?: Date): string {
  return `${spaced(tool)}, ${span(window.start, window.end, day)}`;
}

/** Chips in the order of their numbers. Evidence that is not known (yet) has none. */
export function Chips(props: { ids: readonly string[]; quoted?: readonly string[] }) {
  const { opened, open, day } = useCited();
  const numbered = useContext(Known);
  const known = [...new Set(props.ids)].flatMap((id) => numbered.get(id) ?? []);
  if (known.length === 0) {
    return null;
  }
  known.sort((one, other) => one.number - other.number);
  return (
    <span className="ml-1 inline-flex flex-wrap gap-1 align-middle">
      {known.map(({ number, evidence: piece }) => (
        <EvidenceChip
          key={piece.id}
          evidenceId={piece.id}
          number={number}
          title={evidenceTitle(piece, day)}
          lit={opened === piece.id}
          onOpen={(id) => open(id, props.quoted)}
        />
      ))}
    </span>
  );
}

const PARTS = /`([^`\n]+)`|\[(evd_\w+(?:,\s*evd_\w+)*)\]/g;

/** Text of others: code between backquotes, citations as chips, and nothing else but its words. */
export function Words(props: { text: string }) {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of props.text.matchAll(PARTS)) {
    parts.push(plain(props.text.slice(end, match.index)));
    const [whole, code, ids] = match;
    parts.push(
      code === undefined ? (
        <Chips key={match.index} ids={(ids ?? '').split(/,\s*/)} quoted={quotedIn(props.text)} />
      ) : (
        <code
          key={match.index}
          dir="auto"
          className="rounded bg-sunken px-1 text-[0.9em] break-all"
        >
          {plain(code)}
        </code>
      ),
    );
    end = match.index + whole.length;
  }
  return (
    <bdi className="break-words [unicode-bidi:isolate]">
      {parts}
      {plain(props.text.slice(end))}
    </bdi>
  );
}

/**
 * A claim, its chips and its permalink `#claim-…`. Pointing at it, or coming to it with the
 * keyboard, lights its points on the time axis.
 */
export function Claim(props: {
  id: string;
  text: string;
  evidence?: readonly string[];
  /** The words that the panel marks in the evidence; else those in the claim's backquotes. */
  quoted?: readonly string[];
  className?: string;
  /** Stands before the text. */
  before?: ReactNode;
  children?: ReactNode;
}) {
  const { marked, point } = useCited();
  const { text, evidence = [] } = props;
  const anchor = `claim-${props.id}`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing only lights; the chips are the way
    <div
      id={anchor}
      onMouseEnter={() => point(evidence, text)}
      onMouseLeave={() => point([])}
      onFocus={() => point(evidence, text)}
      onBlur={() => point([])}
      className={`group/claim relative -mx-1.5 rounded px-1.5 ${marked === anchor ? 'bg-mark/40 outline outline-mark' : ''} ${props.className ?? ''}`}
    >
      {props.before}
      <Words text={text} />
      <Chips ids={evidence} quoted={props.quoted ?? quotedIn(text)} />
      <Permalink anchor={anchor} />
      {props.children}
    </div>
  );
}

/**
 * A link to a place of this page, which also copies the whole address. It stands at the right of
 * what is `relative` around it.
 */
export function Permalink(props: { anchor: string; what?: string }) {
  const { say } = useCited();
  const what = props.what ?? 'this claim';
  const copy = () => {
    const address = new URL(`#${props.anchor}`, window.location.href).href;
    navigator.clipboard
      ?.writeText(address)
      .then(() => say('The link was copied'))
      .catch(() => say('The browser did not let the page copy; the address is in its bar'));
  };
  return (
    <a
      href={`#${props.anchor}`}
      onClick={copy}
      aria-label={`Copy a link to ${what}`}
      title={`Copy a link to ${what}`}
      className="absolute top-0 -right-4 inline-flex size-6 items-center justify-center rounded text-muted opacity-0 group-focus-within/claim:opacity-100 group-hover/claim:opacity-100 hover:bg-sunken focus:opacity-100 [@media(hover:none)]:opacity-70"
    >
      <Link2 aria-hidden size={14} />
    </a>
  );
}
