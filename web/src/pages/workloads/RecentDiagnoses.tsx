import { usePages } from '../../app/paging';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { More } from '../../ui/more';
import { Empty, Loading, Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { DiagnosisLine } from '../diagnoses/DiagnosisLine';

/** A workload's diagnoses, newest first. */
export function RecentDiagnoses(props: { workloadId: string }) {
  const client = useClient();
  const diagnoses = usePages({
    key: ['diagnoses-of', props.workloadId],
    read: (before, signal) =>
      client.listDiagnoses(props.workloadId, { limit: 10, before: before ?? null }, signal),
    items: (page) => page.diagnoses,
    seconds: 15,
  });
  return (
    <Panel title="Recent diagnoses">
      {diagnoses.isFirst && <Loading what="the diagnoses" />}
      {diagnoses.error != null && <Failure error={diagnoses.error} retry={diagnoses.readAgain} />}
      {!diagnoses.isFirst && diagnoses.error == null && diagnoses.items.length === 0 && (
        <Empty>None yet. An alarm of this workload starts one, or “Diagnose now”.</Empty>
      )}
      <ul className="divide-y divide-line">
        {diagnoses.items.map((diagnosis) => (
          <li key={diagnosis.diagnosisId} className="py-2">
            <DiagnosisLine diagnosis={diagnosis} at={diagnosis.startedAt} />
            {diagnosis.summary && diagnosis.alarm && (
              <p className="text-sm break-words text-muted">Alarm: {plain(diagnosis.alarm)}</p>
            )}
          </li>
        ))}
      </ul>
      <More
        shown={diagnoses.items.length}
        what="diagnoses"
        hasMore={diagnoses.hasMore}
        isReading={diagnoses.isReading}
        onMore={diagnoses.readMore}
      />
    </Panel>
  );
}
