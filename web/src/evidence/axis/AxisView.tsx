/** The time axis itself: lanes and charts of one width and one range, with one cursor. */

import { useId, useMemo, useState } from 'react';
import { Failure } from '../../ui/failure';
import { Button } from '../../ui/parts';
import { moment } from '../../ui/times';
import { MetricChart } from '../charts/MetricChart';
import { type Band, exactly, GUTTER, MARGIN, type Marker } from '../charts/marks';
import { nameOf, type Series, valueAt } from '../charts/series';
import { AxisTable } from './AxisTable';
import { type Axis, nearRange } from './axis';
import { EventLane } from './EventLane';
import type { Light } from './lighting';
import { TimeRuler } from './TimeRuler';
import { useWidth } from './useWidth';

const FIRST_METRICS = 4;
const FIRST_ERRORS = 2;

export default function AxisView(props: {
  axis: Axis;
  light: Light;
  /** Reads the metrics of the day before; null where that cannot be had, or was read. */
  day: { ask: () => void; isFetching: boolean; error: unknown } | null;
  onOpen?: (evidenceId: string) => void;
}) {
  const { axis, light, day } = props;
  const sync = useId();
  const [host, width] = useWidth();
  const [whole, setWhole] = useState(false);
  const [all, setAll] = useState(false);
  const [asTable, setAsTable] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const near = useMemo(() => nearRange(axis), [axis]);
  const { from, to } = whole ? { from: axis.first, to: near.to } : near;
  const bands = useMemo(() => bandsOf(axis), [axis]);
  const markers = useMemo(() => markersOf(axis), [axis]);
  const errors = all ? axis.errors : axis.errors.slice(0, FIRST_ERRORS);
  const metrics = all ? axis.metrics : axis.metrics.slice(0, FIRST_METRICS);
  const more = axis.errors.length + axis.metrics.length - errors.length - metrics.length;
  const chart = (series: Series, lit: boolean, bars: boolean) => (
    <MetricChart
      key={series.key}
      series={series}
      from={from}
      to={to}
      since={axis.since}
      height={bars ? 64 : 84}
      hasTimes={false}
      bands={bands}
      markers={markers}
      lit={lit}
      bars={bars}
      sync={sync}
      at={at}
      onPoint={setAt}
      {...(at === null ? {} : { reading: exactly(valueAt(series, at)) })}
    />
  );
  return (
    <div ref={host} className="space-y-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-xs text-muted tabular-nums">
          {at === null ? 'UTC. Point at a chart to read its values.' : moment(new Date(at))}
        </p>
        <div className="flex flex-wrap gap-2">
          {!asTable && axis.first < near.from && (
            <Button aria-pressed={whole} onClick={() => setWhole(!whole)}>
              {whole ? 'Show the incident' : 'Show the whole baseline'}
            </Button>
          )}
          {day && !asTable && (
            <Button
              disabled={day.isFetching}
              onClick={() => {
                setWhole(true);
                day.ask();
              }}
            >
              {day.isFetching ? 'Reading the day before…' : 'Read the day before'}
            </Button>
          )}
          <Button aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? 'Show as charts' : 'Show as table'}
          </Button>
        </div>
      </div>
      {day?.error && !day.isFetching ? <Failure error={day.error} /> : null}
      {asTable ? (
        <AxisTable axis={axis} series={[...metrics, ...errors]} />
      ) : (
        <>
          <EventLane
            axis={axis}
            from={from}
            to={to}
            width={width}
            isLit={light.event}
            onPoint={setAt}
            onOpen={props.onOpen}
          />
          <TimeRuler from={from} to={to} width={width} at={at} />
          {errors.map((series) => chart(series, light.errors(series), true))}
          {metrics.map((series) => chart(series, light.metric(series), false))}
          <Cursor from={from} to={to} at={at} series={[...errors, ...metrics]} onMove={setAt} />
          <Legend axis={axis} />
        </>
      )}
      {more > 0 && <Button onClick={() => setAll(true)}>Show {more} more</Button>}
    </div>
  );
}

/** The cursor by keyboard: its value is read out. */
function Cursor(props: {
  from: number;
  to: number;
  at: number | null;
  series: readonly Series[];
  onMove: (at: number) => void;
}) {
  const { from, to, at, series } = props;
  const step = Math.min(60_000, ...series.map(({ period }) => period));
  const read = series.map((each) => `${nameOf(each)}: ${exactly(valueAt(each, at ?? from))}`);
  return (
    <input
      type="range"
      aria-label="Moment on the time axis"
      aria-valuetext={`${moment(new Date(at ?? from))}. ${read.join('. ')}`}
      min={from}
      max={to}
      step={step}
      value={at ?? from}
      onChange={(event) => props.onMove(Number(event.target.value))}
      className="block accent-accent"
      style={{ marginLeft: GUTTER - 8, width: `calc(100% - ${GUTTER + MARGIN - 16}px)` }}
    />
  );
}

function Legend({ axis }: { axis: Axis }) {
  return (
    <p aria-hidden className="flex flex-wrap gap-x-4 text-xs text-muted">
      {axis.onset && (
        <span>
          <span className="mr-1 inline-block size-3 bg-mark align-[-2px] outline outline-line" />
          the symptom began in here
        </span>
      )}
      {axis.events.some(({ kind }) => kind === 'change') && (
        <span>◇ change, ◆ the one named as the cause</span>
      )}
      {axis.metrics.some(({ threshold }) => threshold !== null) && (
        <span>– – the alarm's threshold</span>
      )}
      <span>a break in a line: no data</span>
    </p>
  );
}

function bandsOf({ since, last, onset }: Axis): Band[] {
  const window: Band = { from: since, to: last, kind: 'window' };
  return onset === null ? [window] : [window, { ...onset, kind: 'onset' }];
}

function markersOf({ events }: Axis): Marker[] {
  return events
    .filter(({ kind, isCause }) => kind === 'alarm' || isCause)
    .map(({ at, kind }) => ({ at, kind }));
}
