/** Changes and the alarm on the axis. Each is a button: it says what it is, and opens its evidence. */

import { Bell, Diamond } from 'lucide-react';
import { plain, shortened } from '../../ui/plain';
import { moment } from '../../ui/times';
import { GUTTER, MARGIN } from '../charts/marks';
import type { Axis, AxisEvent } from './axis';

const SIZE = 24;
const LONGEST = 240;

export function EventLane(props: {
  axis: Axis;
  from: number;
  to: number;
  width: number;
  isLit: (event: AxisEvent) => boolean;
  onPoint: (at: number | null) => void;
  onOpen: ((evidenceId: string) => void) | undefined;
}) {
  const { axis, from, to } = props;
  const inner = Math.max(props.width - GUTTER - MARGIN, 1);
  const place = (at: number) => GUTTER + (inner * (at - from)) / (to - from);
  const shown = axis.events.filter(({ at }) => at >= from && at <= to);
  const earlier = axis.events.filter(({ at }) => at < from);
  const rows = rowsOf(shown.map((event) => [place(event.at), widthOf(event)]));
  const height = (Math.max(0, ...rows) + 1) * (SIZE + 2) + 4;
  return (
    <div className="relative rounded bg-sunken/60" style={{ height }}>
      {axis.onset && axis.onset.to >= from && (
        <div
          aria-hidden
          className="absolute inset-y-0 bg-mark"
          style={{
            left: place(Math.max(axis.onset.from, from)),
            width: Math.max(3, place(axis.onset.to) - place(Math.max(axis.onset.from, from))),
          }}
        />
      )}
      {shown.map((event, index) => (
        <Marker
          key={event.key}
          event={event}
          lit={props.isLit(event)}
          left={place(event.at) - SIZE / 2}
          named={place(event.at) + widthOf(event) <= props.width}
          top={2 + (rows[index] ?? 0) * (SIZE + 2)}
          onPoint={props.onPoint}
          onOpen={props.onOpen}
        />
      ))}
      {earlier.length > 0 && (
        <span className="absolute top-1 left-1 text-xs text-muted" title={said(earlier)}>
          ◂ {earlier.length}
          <span className="sr-only"> earlier: {said(earlier)}</span>
        </span>
      )}
    </div>
  );
}

function Marker(props: {
  event: AxisEvent;
  lit: boolean;
  left: number;
  top: number;
  /** Whether there is room for its name. */
  named: boolean;
  onPoint: (at: number | null) => void;
  onOpen: ((evidenceId: string) => void) | undefined;
}) {
  const { event, onOpen } = props;
  const label = wordsOf(event);
  const colour = event.kind === 'alarm' ? 'text-bad' : 'text-accent';
  const Icon = event.kind === 'alarm' ? Bell : Diamond;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => event.evidenceId !== null && onOpen?.(event.evidenceId)}
      onMouseEnter={() => props.onPoint(event.at)}
      onMouseLeave={() => props.onPoint(null)}
      onFocus={() => props.onPoint(event.at)}
      onBlur={() => props.onPoint(null)}
      className={`absolute flex h-6 min-w-6 items-center gap-1 rounded px-1 ${colour} ${
        props.lit ? 'bg-accent-soft outline-2 outline-accent' : ''
      }`}
      style={{ left: props.left, top: props.top }}
    >
      <Icon aria-hidden size={16} fill={event.isCause ? 'currentColor' : 'none'} />
      {props.named && <span className="text-xs text-text">{nameOf(event)}</span>}
    </button>
  );
}

/** `19:04:11 UTC. The alarm … fired`; a change that did it is called so. */
export function wordsOf(event: AxisEvent): string {
  const when =
    event.notBefore === null
      ? moment(new Date(event.at))
      : `between ${moment(new Date(event.notBefore))} and ${moment(new Date(event.at))}`;
  const cause = event.isCause ? ' This change is named as the cause.' : '';
  return `${when}. ${plain(shortened(event.what, LONGEST))}${cause}`;
}

function said(events: readonly AxisEvent[]): string {
  return events.map(wordsOf).join(' ');
}

const LONGEST_NAME = 22;
const LETTER = 6.8;

function nameOf({ kind, resource }: AxisEvent): string {
  return plain(shortName(kind === 'alarm' ? 'alarm' : (resource ?? 'change')));
}

function shortName(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}

/** About how wide a marker is with its name, in pixels. */
function widthOf(event: AxisEvent): number {
  return SIZE + 6 + nameOf(event).length * LETTER;
}

/** A row for each, so that none lies on another: by where they begin, in order, and how wide they are. */
export function rowsOf(spans: readonly (readonly [begin: number, width: number])[]): number[] {
  const ends: number[] = [];
  return spans.map(([begin, width]) => {
    const free = ends.findIndex((end) => begin >= end);
    const row = free < 0 ? ends.length : free;
    ends[row] = begin + width;
    return row;
  });
}
