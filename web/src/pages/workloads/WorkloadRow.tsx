import { useQuery } from '@tanstack/react-query';
import type { Workload } from '../../api/types';
import { useClient } from '../../app/services';
import { To } from '../../ui/links';
import { plain } from '../../ui/plain';
import { DiagnosisLine } from '../diagnoses/DiagnosisLine';
import type { WorkloadStanding } from './standings';

/**
 * A workload in the list. `standing` is what the newest diagnoses of all workloads say; where
 * they say nothing and `mayBeOlder`, the workload's own list is asked.
 */
export function WorkloadRow(props: {
  workload: Workload;
  standing: WorkloadStanding | undefined;
  /** Whether the newest diagnoses have been read. */
  isKnown: boolean;
  mayBeOlder: boolean;
}) {
  const { workload, standing } = props;
  const client = useClient();
  const older = useQuery({
    queryKey: ['last-diagnosis', workload.workloadId],
    queryFn: ({ signal }) => client.listDiagnoses(workload.workloadId, { limit: 1 }, signal),
    enabled: props.mayBeOlder && !standing?.last,
  });
  const last = standing?.last ?? older.data?.diagnoses[0] ?? null;
  const count = workload.resources.length;
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-2.5 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <div className="min-w-0">
        <To href={`/workloads/${workload.workloadId}`} className="font-semibold break-words">
          {plain(workload.name)}
        </To>
        <p className="text-sm break-words text-muted">
          {plain(workload.project)} · {count === 1 ? '1 resource' : `${count} resources`}
        </p>
      </div>
      <div className="min-w-0 space-y-1 text-sm">
        {standing?.open && <DiagnosisLine diagnosis={standing.open} />}
        {last && last.diagnosisId !== standing?.open?.diagnosisId && (
          <DiagnosisLine diagnosis={last} />
        )}
        {!standing?.open && !last && (
          <p className="min-h-12 text-muted sm:min-h-6">
            {props.isKnown && !older.isFetching ? 'Never diagnosed' : '…'}
          </p>
        )}
      </div>
    </li>
  );
}
