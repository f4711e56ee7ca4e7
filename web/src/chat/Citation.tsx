/** The chips in an answer: the number of what a sentence rests on. */

import { createContext, type ReactNode, useContext, useMemo, useRef } from 'react';
import type { Evidence } from '../stream/events';
import { plain, shortened } from '../ui/plain';
import { citedIn } from './citations';
import { toolWords } from './words';

/** Shows evidence; words that the claim quotes are marked in it. */
export type OpenEvidence = (evidenceId: string, claim?: string) => void;

interface Cited {
  numbers: ReadonlyMap<string, number>;
  evidence: readonly Evidence[];
  open: (evidenceId: string) => void;
}

const Given = createContext<Cited>({ numbers: new Map(), evidence: [], open: () => {} });

/** Numbers the evidence of one answer by its text. */
export function Citations(props: {
  text: string;
  evidence: readonly Evidence[];
  onOpen: OpenEvidence;
  children: ReactNode;
}) {
  const { text, evidence, onOpen } = props;
  const ids = citedIn(text).join(' ');
  // Read when a chip is pressed: the chips are not drawn anew with each piece of text.
  const said = useRef(text);
  said.current = text;
  const cited = useMemo(() => {
    const numbers = new Map(ids.split(' ').map((id, index) => [id, index + 1]));
    return { numbers, evidence, open: (id: string) => onOpen(id, said.current) };
  }, [ids, evidence, onOpen]);
  return <Given value={cited}>{props.children}</Given>;
}

export function Citation({ evidenceId }: { evidenceId: string }) {
  const { numbers, evidence, open } = useContext(Given);
  const found = evidence.find(({ id }) => id === evidenceId);
  const number = numbers.get(evidenceId) ?? '?';
  const what = found ? toolWords(found.tool) : 'not among what was found';
  return (
    <button
      type="button"
      aria-label={`Evidence ${number}: ${what}`}
      title={found ? `${what}: ${shortened(plain(found.excerpt), 240)}` : what}
      onClick={() => open(evidenceId)}
      className="mx-0.5 inline-flex h-6 min-w-6 items-center justify-center rounded bg-accent-soft px-1.5 align-middle text-xs font-semibold text-accent tabular-nums hover:brightness-95"
    >
      {number}
    </button>
  );
}
