/** A metric's chart with its name. What draws it is loaded when the first chart is shown. */

import { lazy, Suspense } from 'react';
import { plain } from '../../ui/plain';
import { amount, type Band, type Marker } from './marks';
import { nameOf, type Series } from './series';

const Plot = lazy(() => import('./Plot'));

export interface PlotProps {
  series: Series;
  /** The part of time that is shown, in milliseconds. */
  from: number;
  to: number;
  /** When the incident's window begins. */
  since: number;
  height: number;
  bands: readonly Band[];
  markers: readonly Marker[];
  lit?: boolean;
  bars?: boolean;
  /** Whether its times are written below it; false where charts stand under one ruler. */
  hasTimes?: boolean;
  /** Charts with the same key share their cursor. */
  sync?: string;
  /** Where the cursor stands unless a pointer moves it. */
  at?: number | null;
  onPoint?: (at: number | null) => void;
}

export function MetricChart(props: PlotProps & { reading?: string }) {
  const { series, lit, reading } = props;
  return (
    <figure className={`rounded ${lit ? 'bg-accent-soft outline-2 outline-accent' : ''}`}>
      <figcaption className="flex flex-wrap items-baseline gap-x-3 px-1 text-xs">
        <span className="font-semibold break-all">{plain(nameOf(series))}</span>
        {series.threshold !== null && (
          <span className="text-bad">threshold {amount(series.threshold)}</span>
        )}
        {series.baselineMean !== null && (
          <span className="text-muted">usual {amount(series.baselineMean)}</span>
        )}
        {reading !== undefined && <span className="ml-auto tabular-nums">{reading}</span>}
      </figcaption>
      <Suspense fallback={<div style={{ height: props.height }} />}>
        <Plot {...props} />
      </Suspense>
    </figure>
  );
}
