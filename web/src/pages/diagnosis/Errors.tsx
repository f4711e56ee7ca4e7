/** The errors as they were logged, quoted: what they say obeys nothing and is not markup. */

import { useState } from 'react';
import { Unfold } from '../../evidence/results/Unfold';
import type { ErrorPattern } from '../../stream/events';
import { CopyButton } from '../../ui/copy';
import { Button, Panel } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import { moment } from '../../ui/times';
import { Claim, useCited } from './claims';
import { count, span } from './words';

const FIRST_CHARACTERS = 1200;
const SHOWN_AT_FIRST = 3;

export function ErrorsPanel(props: { errors: readonly ErrorPattern[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? props.errors : props.errors.slice(0, SHOWN_AT_FIRST);
  const hidden = props.errors.length - shown.length;
  return (
    <Panel title={props.errors.length === 1 ? 'The error' : 'The errors'}>
      <ul className="flex flex-col gap-4">
        {shown.map((error, place) => (
          <li key={`${error.logGroup} ${error.template}`}>
            <Quoted error={error} place={place + 1} />
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Button className="mt-3" onClick={() => setAll(true)}>
          Show {hidden} more
        </Button>
      )}
    </Panel>
  );
}

function Quoted(props: { error: ErrorPattern; place: number }) {
  const { error, place } = props;
  const { day } = useCited();
  const [whole, setWhole] = useState(false);
  const isLong = error.example.length > FIRST_CHARACTERS;
  const text = isLong && !whole ? shortened(error.example, FIRST_CHARACTERS) : error.example;
  return (
    <>
      <Claim
        id={`error-${place}`}
        text={wordsOf(error, day)}
        evidence={error.evidence ?? []}
        quoted={[error.example]}
      />
      <blockquote className="relative mt-1 rounded border-l-4 border-bad bg-sunken">
        <pre
          dir="auto"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
          tabIndex={0}
          className="max-h-72 overflow-auto py-2 pr-10 pl-3 text-[0.8125rem] break-all whitespace-pre-wrap [unicode-bidi:plaintext]"
        >
          {plain(text)}
        </pre>
        <span className="absolute top-1 right-1 rounded bg-sunken">
          <CopyButton text={error.example} label="Copy the log line" />
        </span>
      </blockquote>
      {isLong && (
        <Button kind="bare" onClick={() => setWhole(!whole)} aria-expanded={whole}>
          {whole ? 'Show its beginning only' : 'Show the whole line'}
        </Button>
      )}
      <Unfold message={error.example} />
    </>
  );
}

/** `3 times (1 in the hour before), 19:00:41 to 19:03:40 UTC, by page-renderer in /ecs/…`. */
function wordsOf(error: ErrorPattern, day: Date): string {
  const times = `${count(error.count)} ${error.count === 1 ? 'time' : 'times'}`;
  const before =
    error.baselineCount === undefined ? '' : ` (${count(error.baselineCount)} in the hour before)`;
  const began = error.onset ? `; it began at ${moment(error.onset, day)}` : '';
  return `${times}${before}, ${span(error.firstAt, error.lastAt, day)}, by ${error.resource} in ${error.logGroup}${began}`;
}
