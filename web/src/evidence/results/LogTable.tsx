/** Log lines: time, level, text, fields. Only what is near is laid out, so 10,000 are as quick as ten. */

import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Badge, Button, type Tone } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import { Scrolled } from '../../ui/scrolled';
import { type Level, type ReadLine, readLine } from '../text/logLine';
import type { LogLine } from './shapes';
import { Unfold } from './Unfold';

const PAGE = 200;
const LONGEST = 2_000;
const TONES: Record<Level, Tone> = {
  error: 'bad',
  warning: 'warn',
  info: 'neutral',
  debug: 'neutral',
};

export function LogTable({ lines, truncated }: { lines: readonly LogLine[]; truncated: boolean }) {
  const [find, setFind] = useState('');
  const [errorsOnly, setErrorsOnly] = useState(false);
  const words = useDeferredValue(find);
  // A line is taken apart when it is shown: most of 10,000 never are.
  const kept = useMemo(
    () =>
      lines.filter(
        (line) =>
          (!errorsOnly || isError(line, null)) &&
          line.message.toLowerCase().includes(words.toLowerCase()),
      ),
    [lines, errorsOnly, words],
  );
  const groups = new Set(lines.map(({ logGroup }) => logGroup));
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <input
          type="search"
          value={find}
          onChange={(event) => setFind(event.target.value)}
          placeholder="Find in these lines"
          aria-label="Find in these lines"
          className="min-h-8 min-w-0 flex-1 rounded border border-line bg-surface px-2"
        />
        <label className="flex min-h-8 items-center gap-1.5">
          <input
            type="checkbox"
            checked={errorsOnly}
            onChange={(event) => setErrorsOnly(event.target.checked)}
          />
          Errors only
        </label>
        <span role="status" className="text-xs text-muted">
          {kept.length === lines.length
            ? `${count(lines.length)} lines${truncated ? ' (the newest of more)' : ''}`
            : `${count(kept.length)} of ${count(lines.length)} lines`}
        </span>
      </div>
      {groups.size === 1 && (
        <p className="text-xs text-muted">
          All of <code className="break-all">{plain([...groups][0] ?? '')}</code>
        </p>
      )}
      <Rows key={`${words} ${errorsOnly}`} rows={kept} withGroups={groups.size > 1} />
    </div>
  );
}

function Rows({ rows, withGroups }: { rows: readonly LogLine[]; withGroups: boolean }) {
  const [shown, setShown] = useState(PAGE);
  const end = useRef<HTMLDivElement>(null);
  const hasMore = shown < rows.length;
  useEffect(() => {
    const element = end.current;
    if (element === null || !hasMore) {
      return undefined;
    }
    const seen = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) {
          setShown((before) => before + PAGE);
        }
      },
      { rootMargin: '600px' },
    );
    seen.observe(element);
    return () => seen.disconnect();
  }, [hasMore]);
  return (
    <Scrolled label="Log lines" className="max-h-[32rem] rounded border border-line">
      <table className="block text-xs" aria-rowcount={rows.length + 1}>
        <thead className="sr-only">
          <tr>
            <th>Time</th>
            <th>Level</th>
            <th>Text and fields</th>
          </tr>
        </thead>
        <tbody className="block">
          {rows.slice(0, shown).map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no id, and its place stays
            <LineRow key={place} line={line} withGroup={withGroups} />
          ))}
        </tbody>
      </table>
      {hasMore && (
        <div ref={end} className="p-2 text-center">
          <Button onClick={() => setShown(shown + PAGE)}>
            Show more ({count(rows.length - shown)} left)
          </Button>
        </div>
      )}
    </Scrolled>
  );
}

const LineRow = memo((props: { line: LogLine; withGroup: boolean }) => {
  const { line, withGroup } = props;
  const entry = useMemo(() => readLine(line.message), [line]);
  const [whole, setWhole] = useState(false);
  const said = plain(entry.text);
  const isLong = said.length > LONGEST;
  const level = isError(line, entry) ? 'error' : entry.level;
  return (
    <tr className="grid grid-cols-[6.5rem_minmax(0,1fr)] sm:grid-cols-[6.5rem_4.2rem_minmax(0,1fr)] gap-x-2 border-t border-line px-2 py-1 [contain-intrinsic-size:auto_2.5rem] [content-visibility:auto] first:border-t-0">
      <td className="tabular-nums text-muted" title={line.at}>
        {line.at.slice(11, 23)}
      </td>
      <td>{level && <Badge tone={TONES[level]}>{level}</Badge>}</td>
      <td className="col-span-2 min-w-0 font-mono sm:col-span-1 break-words whitespace-pre-wrap">
        {whole ? said : shortened(said, LONGEST)}
        {isLong && (
          <Button className="ml-2" onClick={() => setWhole(!whole)}>
            {whole ? 'Show less' : 'Show the whole line'}
          </Button>
        )}
        <Fields fields={entry.fields} group={withGroup ? line.logGroup : ''} />
        <Unfold message={line.message} />
      </td>
    </tr>
  );
});

const FEW = 12;
const LONGEST_VALUE = 300;

function Fields({ fields, group }: { fields: ReadonlyMap<string, string>; group: string }) {
  const [all, setAll] = useState(false);
  const entries = [...(group === '' ? [] : [['log group', group] as const]), ...fields];
  if (entries.length === 0) {
    return null;
  }
  return (
    <span className="mt-0.5 flex flex-wrap gap-x-3 text-muted">
      {entries.slice(0, all ? undefined : FEW).map(([name, value]) => (
        <span key={name} className="max-w-full">
          <span className="text-accent">{plain(name)}</span>=
          {plain(shortened(value, LONGEST_VALUE))}
        </span>
      ))}
      {entries.length > FEW && (
        <Button onClick={() => setAll(!all)}>
          {all ? 'Fewer fields' : `${entries.length - FEW} more fields`}
        </Button>
      )}
    </span>
  );
}

function isError(line: LogLine, entry: ReadLine | null): boolean {
  return line.isError ?? (entry ?? readLine(line.message)).level === 'error';
}

function count(of: number): string {
  return of.toLocaleString('en');
}
