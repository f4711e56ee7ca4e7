import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Change } from '../../api/types';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { Out } from '../../ui/links';
import { Badge, Button, Empty, Loading, Panel } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import { Time } from '../../ui/times';
import { ChangeDiff } from './ChangeDiff';

const AT_ONCE = 20;

const SOURCES: Record<Change['source'], string> = {
  feed: 'reported by a pipeline',
  cloudtrail: 'from CloudTrail',
  observed: 'seen in the configuration',
  service: 'from the AWS service itself',
};

/** What was changed in the last seven days, newest first. */
export function Changes(props: { workloadId: string }) {
  const client = useClient();
  const [shown, setShown] = useState(AT_ONCE);
  const { data, error, refetch } = useQuery({
    queryKey: ['changes', props.workloadId],
    queryFn: ({ signal }) => client.listChanges(props.workloadId, signal),
    refetchInterval: 60_000,
  });
  const changes = data?.changes ?? [];
  return (
    <Panel title="Changes of the last 7 days">
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading what="the changes" />}
      {data && changes.length === 0 && (
        <Empty>
          None. Changes come from CloudTrail, from the resources' configuration, and from the
          pipeline that reports them.
        </Empty>
      )}
      <ul className="divide-y divide-line">
        {changes.slice(0, shown).map((change) => (
          <ChangeRow key={change.changeId} change={change} />
        ))}
      </ul>
      {changes.length > shown && (
        <Button className="mt-2" onClick={() => setShown(shown + AT_ONCE)}>
          Show more changes
        </Button>
      )}
    </Panel>
  );
}

function ChangeRow(props: { change: Change }) {
  const { change } = props;
  return (
    <li className="py-2">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <Badge>{plain(change.kind)}</Badge>
        <span className="min-w-0 font-medium break-words">{plain(change.resource)}</span>
        <span className="text-sm text-muted">
          {change.notBefore && (
            <>
              between <Time at={change.notBefore} /> and{' '}
            </>
          )}
          <Time at={change.at} />
        </span>
      </p>
      {change.summary !== '' && (
        <p className="break-words">{plain(shortened(change.summary, 400))}</p>
      )}
      <p className="text-sm break-words text-muted">
        {change.actor ? `by ${plain(change.actor)}, ` : ''}
        {SOURCES[change.source]}
        {change.url && (
          <>
            {' · '}
            <Out href={change.url}>Open it</Out>
          </>
        )}
      </p>
      <ChangeDiff change={change} />
    </li>
  );
}
