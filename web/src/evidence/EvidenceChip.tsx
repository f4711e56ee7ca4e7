/** The number behind a claim. It opens what the claim rests on. */

import { plain } from '../ui/plain';

export function EvidenceChip(props: {
  evidenceId: string;
  number: number;
  /** What it is, in a few words: `search_logs, 14:02 to 14:32`. */
  title: string;
  onOpen: (evidenceId: string) => void;
  /** Whether it is pointed at, or its panel is open. */
  lit?: boolean;
}) {
  const title = plain(props.title);
  return (
    <button
      type="button"
      aria-label={`Evidence ${props.number}: ${title}`}
      title={title}
      onClick={() => props.onOpen(props.evidenceId)}
      className={`inline-flex h-6 min-w-6 items-center justify-center rounded px-1.5 align-middle text-xs font-semibold tabular-nums ${
        props.lit ? 'bg-accent text-on-accent' : 'bg-accent-soft text-accent hover:brightness-95'
      }`}
    >
      {props.number}
    </button>
  );
}
