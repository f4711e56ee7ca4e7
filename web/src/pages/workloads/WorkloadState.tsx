import { useQuery } from '@tanstack/react-query';
import type { DiagnosisSummary, Workload } from '../../api/types';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { To } from '../../ui/links';
import { plain } from '../../ui/plain';
import { Standing } from '../../ui/standing';
import { Ago } from '../../ui/times';
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
      {data === undefined && <p className="text-muted">…</p>}
      {standing?.open && <Line diagnosis={standing.open} at={standing.open.startedAt} />}
      {standing?.last && (
        <Line diagnosis={standing.last} at={standing.last.endedAt ?? standing.last.startedAt} />
      )}
      {data && !standing && (
        <p>
          Never diagnosed. Its alarms start a diagnosis; so does <b>Diagnose now</b>.
        </p>
      )}
    </section>
  );
}

function Line(props: { diagnosis: DiagnosisSummary; at: string }) {
  const { diagnosis } = props;
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 py-0.5">
      <Standing status={diagnosis.status} verdict={diagnosis.verdict} />
      <To href={`/diagnoses/${diagnosis.diagnosisId}`} className="min-w-0 break-words">
        {plain(diagnosis.summary ?? diagnosis.alarm ?? 'Asked by a person')}
      </To>
      <Ago at={props.at} className="text-sm text-muted" />
    </p>
  );
}
