import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../app/services';

/** The workload that the diagnosis is about; not asked for before it is known which. */
export function useWorkload(workloadId: string) {
  const client = useClient();
  return useQuery({
    queryKey: ['workload', workloadId],
    queryFn: ({ signal }) => client.getWorkload(workloadId, signal),
    enabled: workloadId !== '',
  });
}
