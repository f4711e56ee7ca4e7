import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../app/services';
import { plain } from '../../ui/plain';

/** The name of a workload; its id where it was removed. */
export function WorkloadName(props: { workloadId: string }) {
  const client = useClient();
  const { data, isPending } = useQuery({
    queryKey: ['workload', props.workloadId],
    queryFn: ({ signal }) => client.getWorkload(props.workloadId, signal),
    staleTime: 300_000,
  });
  return <>{isPending ? '…' : plain(data?.name ?? props.workloadId)}</>;
}
