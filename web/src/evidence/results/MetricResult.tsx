/** Metrics as charts on one axis, those that moved most first, and as a table. */

import { useMemo, useState } from 'react';
import type { RawEvidence } from '../../api/types';
import { Button } from '../../ui/parts';
import { moment } from '../../ui/times';
import { MetricChart } from '../charts/MetricChart';
import { type Band, exactly, type Marker } from '../charts/marks';
import { SeriesTable } from '../charts/SeriesTable';
import { endOf, movement, type Series, seriesOf, valueAt } from '../charts/series';

const FIRST = 4;
const NO_MARKERS: Marker[] = [];

export function MetricResult({ found }: { found: RawEvidence }) {
  const since = Date.parse(found.evidence.window.start);
  const all = useMemo(() => ranked(seriesOf(found), since), [found, since]);
  const bands = useMemo(
    (): Band[] => [{ from: since, to: Math.max(0, ...all.map(endOf)), kind: 'window' }],
    [all, since],
  );
  const [shown, setShown] = useState(FIRST);
  const [asTable, setAsTable] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  if (all.length === 0) {
    return <p className="text-muted">It holds no datapoints.</p>;
  }
  const from = Math.min(...all.map(({ start }) => start));
  const to = Math.max(...all.map(endOf));
  const charts = all.slice(0, shown);
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-xs text-muted tabular-nums">
          {at === null
            ? 'UTC. The shaded part is the window; before it is the baseline.'
            : moment(new Date(at))}
        </p>
        <Button aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Show as charts' : 'Show as table'}
        </Button>
      </div>
      {asTable ? (
        <SeriesTable series={charts} />
      ) : (
        charts.map((series) => (
          <MetricChart
            key={series.key}
            series={series}
            from={from}
            to={to}
            since={since}
            height={110}
            bands={bands}
            markers={NO_MARKERS}
            sync={found.evidence.id}
            onPoint={setAt}
            {...(at === null ? {} : { reading: exactly(valueAt(series, at)) })}
          />
        ))
      )}
      {all.length > shown && (
        <Button onClick={() => setShown(all.length)}>Show {all.length - shown} more metrics</Button>
      )}
    </div>
  );
}

function ranked(series: readonly Series[], since: number): Series[] {
  return series.toSorted(
    (a, b) => Number(b.isAlarmed) - Number(a.isAlarmed) || movement(b, since) - movement(a, since),
  );
}
