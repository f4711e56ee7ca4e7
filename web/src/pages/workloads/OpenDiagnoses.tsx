import type { DiagnosisSummary } from '../../api/types';
import { To } from '../../ui/links';
import { Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { Standing } from '../../ui/standing';
import { Ago } from '../../ui/times';
import { WorkloadName } from './WorkloadName';

/** The diagnoses that are under way, over all workloads. Nothing while there are none. */
export function OpenDiagnoses(props: { diagnoses: readonly DiagnosisSummary[] }) {
  if (props.diagnoses.length === 0) {
    return null;
  }
  return (
    <Panel title={`Open diagnoses (${props.diagnoses.length})`} className="mb-4">
      <ul className="divide-y divide-line">
        {props.diagnoses.map((diagnosis) => (
          <li
            key={diagnosis.diagnosisId}
            className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-1.5"
          >
            <Standing status={diagnosis.status} place={diagnosis.queuePlace} />
            <To href={`/diagnoses/${diagnosis.diagnosisId}`} className="min-w-0 break-words">
              <WorkloadName workloadId={diagnosis.workloadId} />
            </To>
            <span className="min-w-0 break-words text-muted">
              {diagnosis.alarm ? `by the alarm ${plain(diagnosis.alarm)}` : 'started by a person'}
            </span>
            <Ago at={diagnosis.startedAt} className="text-sm text-muted sm:ml-auto" />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
