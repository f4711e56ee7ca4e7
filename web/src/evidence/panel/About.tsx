/** What was asked, when, over which window, and whether what is stored is what was found. */

import type { Evidence } from '../../api/types';
import { CopyButton } from '../../ui/copy';
import { Badge } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { Scrolled } from '../../ui/scrolled';
import { Time } from '../../ui/times';

const OUTCOMES = {
  success: ['good', 'found something'],
  'no-data': ['neutral', 'found nothing'],
  error: ['bad', 'could not be answered'],
} as const;

/** `intact` is null where the raw result was not fetched. */
export function About({ evidence, intact }: { evidence: Evidence; intact: boolean | null }) {
  const [tone, words] = OUTCOMES[evidence.outcome];
  const query = JSON.stringify(asked(evidence.query), null, 2);
  return (
    <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-sm">
      <dt className="text-muted">Tool</dt>
      <dd className="flex flex-wrap items-center gap-2">
        <code>{plain(evidence.tool)}</code> <Badge tone={tone}>{words}</Badge>
      </dd>
      <dt className="text-muted">Query</dt>
      <dd className="flex items-start gap-1">
        <Scrolled label="Query" className="max-h-48 min-w-0 flex-1 rounded bg-sunken">
          <pre className="p-2 text-xs break-words whitespace-pre-wrap">{plain(query)}</pre>
        </Scrolled>
        <CopyButton text={query} label="Copy the query" />
      </dd>
      <dt className="text-muted">Window</dt>
      <dd>
        <Time at={evidence.window.start} /> to <Time at={evidence.window.end} />
      </dd>
      <dt className="text-muted">Asked</dt>
      <dd>
        <Time at={evidence.takenAt} />
      </dd>
      <dt className="text-muted">SHA-256</dt>
      <dd className="flex flex-wrap items-center gap-2">
        <code className="text-xs break-all">{evidence.sha256}</code>
        {intact === true && <Badge tone="good">intact</Badge>}
        {intact === false && <Badge tone="bad">not what was found</Badge>}
      </dd>
    </dl>
  );
}

/** What was asked for, without what was left at its default: nothing. */
function asked(query: Evidence['query']): Evidence['query'] {
  const isEmpty = (value: unknown) =>
    value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(query).filter(([, value]) => !isEmpty(value)));
}
