/**
 * The times of the axis, over all of its charts. It stays below the page's header while they are
 * scrolled through. For the eye alone: the slider and the table have the same in words.
 */

import { GUTTER, MARGIN } from '../charts/marks';
import { clock, ticksOf } from '../charts/ticks';

const SECOND = 1000;

export function TimeRuler(props: { from: number; to: number; width: number; at: number | null }) {
  const { from, to, width, at } = props;
  const inner = Math.max(width - GUTTER - MARGIN, 1);
  const { at: ticks, step } = ticksOf(from, to, inner);
  const place = (moment: number) => GUTTER + (inner * (moment - from)) / (to - from);
  return (
    <div
      aria-hidden
      className="sticky top-(--header-height) z-10 h-6 overflow-hidden border-b border-line bg-surface text-[11px] leading-6 text-muted tabular-nums print:static"
    >
      <span className="absolute left-1">UTC</span>
      {ticks.map((tick) => (
        <span key={tick} className={NAME} style={{ left: place(tick) }}>
          {clock(tick, to - from, step)}
        </span>
      ))}
      {at !== null && at >= from && at <= to && (
        <span
          className={`${NAME} rounded bg-accent px-1 text-on-accent`}
          style={{ left: Math.min(Math.max(place(at), GUTTER / 2), width - GUTTER / 2) }}
        >
          {clock(at, to - from, SECOND)}
        </span>
      )}
    </div>
  );
}

const NAME = 'absolute -translate-x-1/2 whitespace-nowrap';
