import { useQuery } from '@tanstack/react-query';
import type { MapAlarm, Workload, WorkloadMap } from '../../../api/types';
import { useClient } from '../../../app/services';
import { Failure } from '../../../ui/failure';
import { Empty, Loading, Notice, Panel } from '../../../ui/parts';
import { plain, shortened } from '../../../ui/plain';
import { Time } from '../../../ui/times';
import { ResourceMap } from './ResourceMap';
import { registeredMap } from './shown';

/** The map of a workload with the state of each resource, and its alarms. */
export function MapPanels(props: { workload: Workload }) {
  const { workload } = props;
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['workload-map', workload.workloadId],
    queryFn: ({ signal }) => client.readWorkloadMap(workload.workloadId, signal),
    refetchInterval: 30_000,
  });
  return (
    <>
      <Panel title="Resources and their calls">
        {error && (
          <div className="mb-3">
            <Failure error={error} retry={() => void refetch()} />
          </div>
        )}
        {data?.notes.map((note) => (
          <div key={note} className="mb-3">
            <Notice tone="warn">
              <p>{plain(note)}</p>
            </Notice>
          </div>
        ))}
        <ResourceMap map={data ?? registeredMap(workload)} workload={workload} />
      </Panel>
      <Panel title="Open alarms">
        {data && <OpenAlarms map={data} />}
        {!data && !error && <Loading what="the alarms" />}
        {!data && error && <Empty>They cannot be read now.</Empty>}
      </Panel>
    </>
  );
}

function OpenAlarms(props: { map: WorkloadMap }) {
  const { alarms } = props.map;
  const open = alarms.filter(({ state }) => state === 'ALARM');
  const unknown = alarms.filter(({ state }) => state === 'INSUFFICIENT_DATA').length;
  return (
    <>
      {alarms.length === 0 && <Empty>No alarm watches these resources.</Empty>}
      {alarms.length > 0 && open.length === 0 && <p>None.</p>}
      <ul className="divide-y divide-line">
        {open.map((alarm) => (
          <OpenAlarm key={alarm.name} alarm={alarm} />
        ))}
      </ul>
      {alarms.length > open.length && (
        <p className="text-sm text-muted">
          OK: {alarms.length - open.length - unknown}.
          {unknown > 0 && ` With too little data: ${unknown}.`}
        </p>
      )}
    </>
  );
}

function OpenAlarm({ alarm }: { alarm: MapAlarm }) {
  return (
    <li className="py-1.5">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="min-w-0 font-medium break-words">{plain(alarm.name)}</span>
        {alarm.since && (
          <span className="text-sm text-muted">
            since <Time at={alarm.since} />
          </span>
        )}
        {alarm.resources.length > 0 && (
          <span className="text-sm break-words text-muted">
            on {alarm.resources.map(plain).join(', ')}
          </span>
        )}
      </p>
      <p className="text-sm break-words">{plain(shortened(alarm.reason, 400))}</p>
    </li>
  );
}
