/** Changes, each with who made it, when, and what it was before and after. */

import type { Change } from '../../api/types';
import { Out } from '../../ui/links';
import { Badge, Empty } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { Time } from '../../ui/times';
import { UnifiedDiff } from '../panel/UnifiedDiff';

export function ChangeList({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) {
    return <Empty>Nothing was changed.</Empty>;
  }
  return (
    <ol className="divide-y divide-line rounded border border-line">
      {changes.map((change) => (
        <li key={change.changeId} className="space-y-1 px-2 py-2 text-sm">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone="accent">{plain(change.kind)}</Badge>
            <span className="font-semibold">{plain(change.resource)}</span>
            <span className="text-xs text-muted">
              {change.notBefore && (
                <>
                  between <Time at={change.notBefore} /> and{' '}
                </>
              )}
              <Time at={change.at} /> by {plain(change.actor ?? 'somebody who is not known')} (
              {SOURCES[change.source] ?? plain(change.source)})
            </span>
          </p>
          <p className="break-words">
            {plain(change.summary)} {change.url && <Out href={change.url}>{plain(change.url)}</Out>}
          </p>
          <ChangeDiff change={change} />
        </li>
      ))}
    </ol>
  );
}

const SOURCES: Readonly<Record<string, string>> = {
  feed: "the team's pipeline",
  cloudtrail: 'CloudTrail',
  observed: 'seen by Casebook',
};

/** What a change changed: its settings before and after, or else its patch. */
export function ChangeDiff({ change }: { change: Pick<Change, 'diff' | 'patch'> }) {
  const { diff, patch } = change;
  if (diff && diff.length > 0) {
    const lines = diff.flatMap(({ path, before, after }) => [
      ...(before === null || before === undefined ? [] : [`-${path}: ${written(before)}`]),
      ...(after === null || after === undefined ? [] : [`+${path}: ${written(after)}`]),
    ]);
    return <UnifiedDiff text={lines.join('\n')} />;
  }
  return patch ? <UnifiedDiff text={patch} /> : null;
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
