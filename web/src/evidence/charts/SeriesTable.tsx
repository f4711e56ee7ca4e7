/** What charts show, as a table: for screen readers, and for whoever wants the numbers. */

import { plain } from '../../ui/plain';
import { Scrolled } from '../../ui/scrolled';
import { exactly } from './marks';
import { endOf, nameOf, type Series } from './series';
import { clock } from './ticks';

const MOST_ROWS = 200;

export function SeriesTable({ series }: { series: readonly Series[] }) {
  const rows = rowsOf(series);
  const shown = Math.max(...series.map(endOf)) - Math.min(...series.map(({ start }) => start));
  const step = Math.min(...series.map(({ period }) => period));
  return (
    <Scrolled label="Values" className="max-h-96 rounded border border-line">
      <table className="w-full text-xs tabular-nums">
        <thead className="sticky top-0 bg-sunken text-left">
          <tr>
            <th className="px-2 py-1">UTC</th>
            {series.map((each) => (
              <th key={each.key} className="px-2 py-1 font-semibold">
                {plain(nameOf(each))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map(({ at, values }) => (
            <tr key={at} className="border-t border-line">
              <th scope="row" className="px-2 py-0.5 text-left font-normal">
                {clock(at, shown, step)}
              </th>
              {series.map((each, place) => (
                <td key={each.key} className="px-2 py-0.5">
                  {exactly(values[place])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS && (
        <p className="px-2 py-1 text-muted">
          The newest {MOST_ROWS} of {rows.length} periods.
        </p>
      )}
    </Scrolled>
  );
}

/** A row a period, the newest first. */
function rowsOf(series: readonly Series[]): { at: number; values: (number | null)[] }[] {
  const rows = new Map<number, (number | null)[]>();
  series.forEach((each, column) => {
    each.values.forEach((value, place) => {
      const at = each.start + place * each.period;
      const row = rows.get(at) ?? new Array(series.length).fill(null);
      row[column] = value;
      rows.set(at, row);
    });
  });
  return [...rows].map(([at, values]) => ({ at, values })).toSorted((a, b) => b.at - a.at);
}
