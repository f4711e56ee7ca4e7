import { useQuery } from '@tanstack/react-query';
import type { DiagnosisSummary, Workload } from '../../api/types';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { DiagnosisLine } from '../diagnoses/DiagnosisLine';
import { standingsOf } from './standings';

/** In a line or two: is it being diagnosed, and what was found last. */
export function WorkloadState(props: { workload: Workload }) {
  const { workloadId } = props.workload;
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['diagnoses', 'newest', workloadId],
    queryFn: ({ signal }) => client.listDiagnoses(workloadId, { limit: 20 }, signal),
    refetchInterval: 10_000,
  });
  if (error) {
    return <Failure error={error} retry={() => void refetch()} />;
  }
  const diagnoses = data?.diagnoses ?? [];
  const isOpen = (each: DiagnosisSummary) => !each.endedAt;
  const standing = standingsOf(
    diagnoses.filter(isOpen),
    diagnoses.filter((each) => !isOpen(each)),
  ).get(workloadId);
  return (
    <section aria-label="State" className="rounded-lg border border-line bg-surface px-4 py-3">
      {data === undefined && <p className="min-h-6 text-muted">…</p>}
      {standing?.open && <DiagnosisLine diagnosis={standing.open} />}
      {standing?.last && <DiagnosisLine diagnosis={standing.last} />}
      {data && !standing && (
        <p>
          Never diagnosed. Its alarms start a diagnosis; so does <b>Diagnose now</b>.
        </p>
      )}
    </section>
  );
}
