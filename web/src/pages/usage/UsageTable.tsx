import type { ReactNode } from 'react';
import type { UsageFigures, UsageLine, UsagePage } from '../../api/types';
import { plain } from '../../ui/plain';
import { size } from '../../ui/spending';
import { cost, count, unpriced } from './figures';

/**
 * The lines of the usage, each with a bar by its known cost. Where none is known it is by their
 * tokens, and where no model was called by their requests to AWS.
 */
export function UsageTable(props: {
  usage: UsagePage;
  caption: string;
  /** What stands for a key: a name, as a link where it leads somewhere. */
  keyCell: (key: string) => ReactNode;
}) {
  const { usage } = props;
  const measures = [knownCost, tokens, requests];
  const measure = measures.find((by) => usage.lines.some((line) => by(line) > 0)) ?? requests;
  const largest = Math.max(...usage.lines.map(measure), Number.MIN_VALUE);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keys too
    <section tabIndex={0} aria-label={props.caption} className="relative overflow-x-auto">
      <table className="w-full min-w-3xl text-sm">
        <caption className="sr-only">{props.caption}</caption>
        <thead>
          <tr className="border-b border-line text-left text-muted">
            <th scope="col" className="py-1.5 pr-3 font-medium">
              {TITLES[usage.by]}
            </th>
            <th scope="col" className="w-1/4 py-1.5 pr-3 font-medium">
              Cost
            </th>
            {FIGURES.map(({ title, meaning }) => (
              <th key={title} scope="col" className="py-1.5 pr-3 text-right font-medium">
                {title}
                <span className="sr-only"> {meaning}</span>
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
                    style={{ width: `${(measure(line) / largest) * 100}%` }}
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

/** What stands beside the cost. */
const FIGURES: { title: string; meaning: string; of: (figures: UsageFigures) => string }[] = [
  { title: 'Calls', meaning: 'of models', of: ({ calls }) => count(calls) },
  { title: 'Input', meaning: 'tokens', of: ({ inputTokens }) => count(inputTokens) },
  { title: 'Cached', meaning: 'tokens', of: ({ cachedTokens }) => count(cachedTokens) },
  { title: 'Output', meaning: 'tokens', of: ({ outputTokens }) => count(outputTokens) },
  { title: 'Requests', meaning: 'to AWS', of: ({ awsRequests }) => count(awsRequests) },
  { title: 'Scanned', meaning: 'by Logs Insights', of: ({ bytesScanned }) => size(bytesScanned) },
];

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
  return FIGURES.map(({ title, of }) => (
    <td key={title} className="py-2 pr-3 text-right whitespace-nowrap tabular-nums">
      {of(props.figures)}
    </td>
  ));
}

const knownCost = (line: UsageLine) => line.knownCostUsd;
const tokens = (line: UsageLine) => line.inputTokens + line.outputTokens;
const requests = (line: UsageLine) => line.awsRequests;
