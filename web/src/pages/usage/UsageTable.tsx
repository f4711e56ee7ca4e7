import type { ReactNode } from 'react';
import type { UsageFigures, UsageLine, UsagePage } from '../../api/types';
import { plain } from '../../ui/plain';
import { cost, count, unpriced } from './figures';

/** The lines of the usage, each with a bar by its known cost (by its tokens where none is known). */
export function UsageTable(props: {
  usage: UsagePage;
  caption: string;
  /** What stands for a key: a name, as a link where it leads somewhere. */
  keyCell: (key: string) => ReactNode;
}) {
  const { usage } = props;
  const isPriced = usage.lines.some((line) => line.knownCostUsd > 0);
  const size = (line: UsageLine) => (isPriced ? line.knownCostUsd : tokens(line));
  const largest = Math.max(...usage.lines.map(size), Number.MIN_VALUE);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keys too
    <section tabIndex={0} aria-label={props.caption} className="relative overflow-x-auto">
      <table className="w-full min-w-2xl text-sm">
        <caption className="sr-only">{props.caption}</caption>
        <thead>
          <tr className="border-b border-line text-left text-muted">
            <th scope="col" className="py-1.5 pr-3 font-medium">
              {TITLES[usage.by]}
            </th>
            <th scope="col" className="w-2/5 py-1.5 pr-3 font-medium">
              Cost
            </th>
            {['Calls', 'Input', 'Cached', 'Output'].map((title) => (
              <th key={title} scope="col" className="py-1.5 pr-3 text-right font-medium">
                {title}
                {title !== 'Calls' && <span className="sr-only"> tokens</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {usage.lines.map((line) => (
            <tr key={line.key} className="border-b border-line align-top">
              <th scope="row" className="py-2 pr-3 text-left font-normal break-words">
                {props.keyCell(line.key)}
              </th>
              <td className="py-2 pr-3">
                <Cost figures={line} />
                <div aria-hidden className="mt-1 h-2 rounded-sm bg-sunken">
                  <div
                    className="h-2 rounded-sm bg-accent"
                    style={{ width: `${(size(line) / largest) * 100}%` }}
                  />
                </div>
              </td>
              <Counts figures={line} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <th scope="row" className="py-2 pr-3 text-left">
              Total
            </th>
            <td className="py-2 pr-3">
              <Cost figures={usage.total} />
            </td>
            <Counts figures={usage.total} />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

const TITLES: Record<UsagePage['by'], string> = {
  day: 'Day',
  workload: 'Workload',
  user: 'User',
  model: 'Model',
};

function Cost(props: { figures: UsageFigures }) {
  const unknown = unpriced(props.figures);
  return (
    <>
      {cost(props.figures)}
      {unknown && <span className="block text-xs font-normal text-muted">{plain(unknown)}</span>}
    </>
  );
}

function Counts(props: { figures: UsageFigures }) {
  const { calls, inputTokens, cachedTokens, outputTokens } = props.figures;
  return [
    ['calls', calls] as const,
    ['input', inputTokens] as const,
    ['cached', cachedTokens] as const,
    ['output', outputTokens] as const,
  ].map(([name, amount]) => (
    <td key={name} className="py-2 pr-3 text-right tabular-nums">
      {count(amount)}
    </td>
  ));
}

function tokens(line: UsageLine): number {
  return line.inputTokens + line.outputTokens;
}
