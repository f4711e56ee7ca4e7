import { usePages } from '../../app/paging';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { To } from '../../ui/links';
import { More } from '../../ui/more';
import { Badge, Empty, Loading, Panel } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import { Ago } from '../../ui/times';
import { WorkloadName } from '../workloads/WorkloadName';

/** The caller's own chats over all workloads. Those of others are theirs alone. */
export function YourSessions() {
  const client = useClient();
  const sessions = usePages({
    key: ['sessions'],
    read: (before, signal) => client.listSessions({ limit: 20, before: before ?? null }, signal),
    items: (page) => page.sessions,
  });
  return (
    <Panel title="Your chats" id="chats">
      {sessions.isFirst && <Loading what="your chats" />}
      {sessions.error != null && <Failure error={sessions.error} retry={sessions.readAgain} />}
      {!sessions.isFirst && sessions.error == null && sessions.items.length === 0 && (
        <Empty>None yet. “Ask an Agent” on the page of a workload starts one.</Empty>
      )}
      <ul className="divide-y divide-line">
        {sessions.items.map((session) => (
          <li
            key={session.sessionId}
            className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-1.5"
          >
            <To href={`/workloads/${session.workloadId}`} className="min-w-0 break-words">
              {plain(shortened(session.title ?? 'Nothing was asked yet', 160))}
            </To>
            {session.status !== 'ended' && <Badge tone="accent">{session.status}</Badge>}
            <span className="text-sm break-words text-muted">
              <WorkloadName workloadId={session.workloadId} /> · {session.messages}{' '}
              {session.messages === 1 ? 'message' : 'messages'} · <Ago at={session.activeAt} />
            </span>
          </li>
        ))}
      </ul>
      <More
        shown={sessions.items.length}
        what="chats"
        hasMore={sessions.hasMore}
        isReading={sessions.isReading}
        onMore={sessions.readMore}
      />
    </Panel>
  );
}
