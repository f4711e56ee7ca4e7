/** The person's chats about the workload, newest first, to go on with or to read again. */

import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../api/client';
import type { SessionSummary } from '../api/types';
import { Failure } from '../ui/failure';
import { Badge, Button, Empty, Loading } from '../ui/parts';
import { plain } from '../ui/plain';
import { Ago } from '../ui/times';

interface Listed {
  sessions: readonly SessionSummary[];
  next: string | null;
}

export function EarlierChats(props: {
  client: Client;
  workloadId: string;
  current: string | null;
  onSelect: (sessionId: string) => void;
}) {
  const { client, workloadId } = props;
  const [listed, setListed] = useState<Listed | null>(null);
  const [error, setError] = useState<unknown>(null);
  const load = useCallback(
    async (known: Listed | null, signal?: AbortSignal) => {
      setError(null);
      try {
        const query = known === null ? {} : { before: known.next };
        const page = await client.listWorkloadSessions(workloadId, query, signal);
        const sessions = [...(known?.sessions ?? []), ...page.sessions];
        setListed({ sessions, next: page.next ?? null });
      } catch (problem) {
        if (!signal?.aborted) {
          setError(problem);
        }
      }
    },
    [client, workloadId],
  );
  useEffect(() => {
    const leaving = new AbortController();
    void load(null, leaving.signal);
    return () => leaving.abort();
  }, [load]);
  return (
    <section aria-label="Your chats" className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
      {error !== null && <Failure error={error} retry={() => void load(listed)} />}
      {listed === null && error === null && <Loading what="your chats" />}
      {listed?.sessions.length === 0 && <Empty>You have no chats about this workload yet.</Empty>}
      <ul className="divide-y divide-line">
        {listed?.sessions.map((session) => (
          <li key={session.sessionId}>
            <Entry
              session={session}
              isCurrent={session.sessionId === props.current}
              onSelect={props.onSelect}
            />
          </li>
        ))}
      </ul>
      {listed?.next && <Button onClick={() => void load(listed)}>Show older chats</Button>}
    </section>
  );
}

function Entry(props: {
  session: SessionSummary;
  isCurrent: boolean;
  onSelect: (sessionId: string) => void;
}) {
  const { session } = props;
  return (
    <button
      type="button"
      aria-current={props.isCurrent || undefined}
      onClick={() => props.onSelect(session.sessionId)}
      className="w-full px-2 py-2 text-left hover:bg-sunken aria-[current]:bg-accent-soft"
    >
      <span className="flex items-center gap-2">
        <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
          {plain(session.title ?? 'Nothing was asked')}
        </span>
        <Badge tone={session.status === 'answering' ? 'accent' : 'neutral'}>{session.status}</Badge>
      </span>
      <span className="text-xs text-muted">
        {session.messages === 1 ? '1 message' : `${session.messages} messages`}, active{' '}
        <Ago at={session.activeAt} />
      </span>
    </button>
  );
}
