import type { HeardAlarmView } from '../../api/types';
import { To } from '../../ui/links';
import { Badge } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import { Time } from '../../ui/times';
import { WorkloadName } from '../workloads/WorkloadName';
import { OUTCOMES } from './outcomes';

/** One alarm: what became of it, and what to do where nothing did. */
export function AlarmRow(props: { alarm: HeardAlarmView }) {
  const { alarm } = props;
  const { words, tone, fix } = OUTCOMES[alarm.outcome] ?? { words: alarm.outcome, tone: 'neutral' };
  return (
    <li className="px-4 py-2.5">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Badge tone={tone}>{plain(words)}</Badge>
        <span className="min-w-0 font-semibold break-words">{plain(alarm.name)}</span>
        <Time at={alarm.changedAt} className="text-sm text-muted" />
      </p>
      <p className="flex flex-wrap gap-x-3 gap-y-1">
        {alarm.diagnosisId && (
          <To href={`/diagnoses/${alarm.diagnosisId}`} className="inline-block min-h-6">
            Open the diagnosis
          </To>
        )}
        {alarm.workloadId && (
          <span className="min-w-0 break-words text-muted">
            of{' '}
            <To href={`/workloads/${alarm.workloadId}`}>
              <WorkloadName workloadId={alarm.workloadId} />
            </To>
          </span>
        )}
      </p>
      {alarm.why && <p className="break-words">Why: {plain(shortened(alarm.why, 1_000))}</p>}
      {alarm.outcome === 'unmatched' && (
        <p>
          <To href={`/workloads/new?alarm=${encodeURIComponent(alarm.name)}`}>
            Register a workload with this alarm
          </To>
          <span className="text-muted">
            , or name it among the alarms of a workload that is registered.
          </span>
        </p>
      )}
      {fix && <p className="text-muted">{fix}</p>}
      {alarm.reason !== '' && (
        <p className="text-sm break-words text-muted">{plain(shortened(alarm.reason, 400))}</p>
      )}
    </li>
  );
}
