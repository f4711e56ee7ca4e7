/** The time axis in words and numbers. */

import { plain } from '../../ui/plain';
import { moment } from '../../ui/times';
import { SeriesTable } from '../charts/SeriesTable';
import type { Series } from '../charts/series';
import type { Axis } from './axis';
import { wordsOf } from './EventLane';

export function AxisTable({ axis, series }: { axis: Axis; series: readonly Series[] }) {
  return (
    <div className="space-y-3 text-sm">
      {axis.onset && (
        <p>
          The symptom began between {moment(new Date(axis.onset.from))} and{' '}
          {moment(new Date(axis.onset.to))}.
        </p>
      )}
      <ul className="list-disc pl-5">
        {axis.events.map((event) => (
          <li key={event.key}>{plain(wordsOf(event))}</li>
        ))}
      </ul>
      {series.length > 0 && <SeriesTable series={series} />}
    </div>
  );
}
