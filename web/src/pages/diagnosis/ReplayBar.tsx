/** A slider over the events: the page as it was after any of them. At the window's lower edge. */

import { Pause, Play, SkipForward, StepBack, StepForward } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { Event } from '../../stream/events';
import { Button } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { moment } from '../../ui/times';
import type { Replay } from './useReplay';
import { count, spaced } from './words';

export function ReplayBar(props: { events: readonly Event[]; replay: Replay }) {
  const { events, replay } = props;
  const last = events.length;
  const shown = replay.seq ?? last;
  const event = events[shown - 1];
  const toggle = replay.playing ? replay.pause : replay.play;
  const keys = (pressed: KeyboardEvent) => {
    if (pressed.key === ' ') {
      pressed.preventDefault();
      toggle();
    }
  };
  return (
    <section
      aria-label="Replay"
      className={`border-t border-line ${replay.seq === null ? 'bg-surface' : 'bg-accent-soft'}`}
    >
      {replay.seq !== null && (
        <p className="flex flex-wrap items-center gap-2 px-3 pt-1 text-sm">
          <span className="min-w-0 flex-1">
            <strong className="text-accent">You look at the past:</strong> what was known after
            event {count(replay.seq)} of {count(last)}
            {event && `, ${moment(event.at)}`}.
          </span>
          <Button kind="primary" onClick={replay.toNow}>
            Back to now
          </Button>
        </p>
      )}
      <div className="flex items-center gap-1 px-2 py-1">
        <Button
          kind="bare"
          aria-label="One event back"
          title="One event back"
          disabled={shown <= 1}
          onClick={() => replay.goTo(shown - 1)}
        >
          <StepBack aria-hidden size={16} />
        </Button>
        <Button
          kind="bare"
          aria-label={replay.playing ? 'Pause the replay' : 'Play the replay'}
          title={replay.playing ? 'Pause the replay' : 'Play it from the beginning'}
          disabled={last < 2}
          onClick={toggle}
        >
          {replay.playing ? <Pause aria-hidden size={16} /> : <Play aria-hidden size={16} />}
        </Button>
        <Button
          kind="bare"
          aria-label="One event on"
          title="One event on"
          disabled={replay.seq === null}
          onClick={() => (shown + 1 >= last ? replay.toNow() : replay.goTo(shown + 1))}
        >
          <StepForward aria-hidden size={16} />
        </Button>
        <input
          type="range"
          aria-label="Event"
          aria-valuetext={`event ${shown} of ${last}${event ? `, ${spaced(event.type)}, ${moment(event.at)}` : ''}`}
          min={1}
          max={Math.max(1, last)}
          value={shown}
          disabled={last < 2}
          onKeyDown={keys}
          onChange={(changed) => {
            const wanted = Number(changed.target.value);
            return wanted >= last ? replay.toNow() : replay.goTo(wanted);
          }}
          className="h-6 min-w-0 flex-1 accent-accent"
        />
        <span className="w-20 shrink-0 truncate text-right text-xs text-muted tabular-nums sm:w-56">
          {count(shown)} / {count(last)}
          <span className="hidden sm:inline">
            {event && ` · ${event.at.slice(11, 19)} · ${plain(event.type)}`}
          </span>
        </span>
        <Button
          kind="bare"
          aria-label="To now"
          title="To now"
          disabled={replay.seq === null}
          onClick={replay.toNow}
        >
          <SkipForward aria-hidden size={16} />
        </Button>
      </div>
    </section>
  );
}
