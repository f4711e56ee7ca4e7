import type { DiagnosisView } from '../../fold/diagnosis';
import { To } from '../../ui/links';
import { plain } from '../../ui/plain';
import { useWorkload } from './useWorkload';

/** Of which workload, begun by whom and when. */
export function About({ view: { state } }: { view: DiagnosisView }) {
  const { workloadId } = state;
  const workload = useWorkload(workloadId);
  return (
    <>
      Workload{' '}
      <To href={`/workloads/${workloadId}`}>
        {workload.isPending ? '…' : plain(workload.data?.name ?? workloadId)}
      </To>
      {state.alarm ? ', begun by its alarm' : state.user && `, asked by ${plain(state.user)}`}
      {state.startedAt && ` at ${state.startedAt.slice(0, 19).replace('T', ' ')} UTC`}
      {state.alarm && state.question && `: ${plain(state.question)}`}
      {state.rerun && (
        <>
          {'. '}
          <To href={`/diagnoses/${state.rerun.of}`}>An earlier diagnosis</To> run again
          {state.rerun.fromSeq && ` from its event ${state.rerun.fromSeq} on`}
          {state.rerun.hint && (
            <>
              , with the hint “<bdi>{plain(state.rerun.hint)}</bdi>”
            </>
          )}
        </>
      )}
    </>
  );
}
