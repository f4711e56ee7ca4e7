/** Lines of one shape, how many of them, and since when. */

import { Badge, Empty } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import type { Pattern } from './shapes';
import { Unfold } from './Unfold';

const LONGEST = 1_000;
const TONES = { error: 'bad', warning: 'warn', other: 'neutral' } as const;

export function PatternTable(props: { patterns: readonly Pattern[]; totalLines: number }) {
  if (props.patterns.length === 0) {
    return <Empty>No error lines among {props.totalLines.toLocaleString('en')} lines.</Empty>;
  }
  return (
    <ul className="divide-y divide-line rounded border border-line">
      {props.patterns.map((pattern) => (
        <li key={`${pattern.where} ${pattern.template}`} className="space-y-1 px-2 py-1.5 text-xs">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={TONES[pattern.kind]}>{pattern.count.toLocaleString('en')} ×</Badge>
            <span className="font-semibold">{plain(pattern.where)}</span>
            <span className="text-muted tabular-nums">
              {pattern.firstAt.slice(11, 19)} to {pattern.lastAt.slice(11, 19)} UTC
              {pattern.before !== null &&
                (pattern.before === 0
                  ? '; new'
                  : `; ${pattern.before.toLocaleString('en')} in the hour before`)}
            </span>
          </p>
          <p className="font-mono break-words">{plain(shortened(pattern.template, LONGEST))}</p>
          {pattern.example !== '' && (
            <details>
              <summary className="text-muted">An example</summary>
              <pre
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
                tabIndex={0}
                className="mt-1 max-h-60 overflow-auto rounded bg-sunken p-2 whitespace-pre-wrap"
              >
                {plain(pattern.example)}
              </pre>
              <Unfold message={pattern.example} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
