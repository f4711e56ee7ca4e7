/** Every event, as it is in the log. */

import { useState } from 'react';
import type { Event } from '../../stream/events';
import { LongList } from '../../ui/LongList';
import { Panel } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import { useCited } from './claims';
import { Fold } from './Fold';
import { count, percent } from './words';

const MOST_CHARACTERS = 20_000;

export function EventLog(props: { events: readonly Event[] }) {
  const { marked } = useCited();
  const shows = props.events.findIndex(({ seq }) => marked === `event-${seq}`);
  return (
    <Panel title={`Events (${count(props.events.length)})`}>
      <Fold
        open={false}
        wanted={shows >= 0}
        summary={
          <span className="text-sm">Everything that was written to the log, in its order</span>
        }
      >
        <LongList items={props.events} row={eventRow} rowHeight={32} shows={shows} />
      </Fold>
    </Panel>
  );
}

function eventRow(event: Event) {
  return <EventRow key={event.seq} event={event} />;
}

function EventRow({ event }: { event: Event }) {
  const { marked } = useCited();
  const [open, setOpen] = useState(false);
  const anchor = `event-${event.seq}`;
  return (
    <li
      id={anchor}
      className={`text-sm ${marked === anchor ? 'rounded bg-mark/40 outline outline-mark' : ''}`}
    >
      <details open={open} onToggle={(toggled) => setOpen(toggled.currentTarget.open)}>
        <summary className="flex min-h-8 items-center gap-2 rounded hover:bg-sunken">
          <span className="w-12 shrink-0 text-right text-muted tabular-nums">{event.seq}</span>
          <span className="shrink-0 text-muted tabular-nums">{event.at.slice(11, 19)}</span>
          <span className="shrink-0 font-medium">{plain(event.type)}</span>
          <bdi className="min-w-0 truncate text-muted">
            {plain(shortened(`${event.actor} ${gistOf(event)}`, 200))}
          </bdi>
        </summary>
        {open && (
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
            tabIndex={0}
            className="ml-14 max-h-96 overflow-auto rounded bg-sunken p-2 text-xs break-all whitespace-pre-wrap"
          >
            {plain(shortened(JSON.stringify(event.data, null, 2), MOST_CHARACTERS))}
          </pre>
        )}
      </details>
    </li>
  );
}

/** What an event says, in a few words. */
export function gistOf(event: Event): string {
  switch (event.type) {
    case 'diagnosis-started':
      return event.data.alarm?.name ?? event.data.question ?? '';
    case 'mode-selected':
      return `${event.data.mode}: ${event.data.reason}`;
    case 'plan-made':
      return `round ${event.data.round}`;
    case 'agent-started':
    case 'agent-completed':
      return `${event.data.agent}, round ${event.data.round}`;
    case 'agent-failed':
      return `${event.data.agent}: ${event.data.error}`;
    case 'tool-started':
      return event.data.tool;
    case 'tool-finished':
      return `${event.data.tool}: ${event.data.outcome}`;
    case 'evidence-found':
      return event.data.evidence.tool;
    case 'finding-reported':
      return event.data.finding.claim;
    case 'assessment-made':
      return `${percent(event.data.confidence)}, ${event.data.next}: ${event.data.reason}`;
    case 'diagnosis-concluded':
      return event.data.result.verdict;
    case 'diagnosis-failed':
      return event.data.error;
    default:
      return '';
  }
}
