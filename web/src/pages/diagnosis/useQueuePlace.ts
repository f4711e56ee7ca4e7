import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../app/services';
import type { DiagnosisState } from '../../fold/diagnosis';

const LOOK_AGAIN_MS = 3000;

/**
 * The place of a diagnosis in the queue, 1 being next; null for one that has begun. Its events say
 * nothing of the queue, so it is asked for while nothing of it has run.
 */
export function useQueuePlace(state: DiagnosisState): number | null {
  const { diagnosisId } = state;
  const client = useClient();
  const mayWait = state.status === 'running' && state.mode === null;
  const { data } = useQuery({
    queryKey: ['diagnosis', diagnosisId, 'queue'],
    queryFn: ({ signal }) => client.getDiagnosis(diagnosisId, signal),
    enabled: mayWait,
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (mayWait && data?.queuePlace) || null;
}
