import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ApiError } from '../../api/errors';
import { NotFound } from '../../app/NotFound';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { Loading, PageTitle } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { draftOf } from './form/draft';
import { WorkloadForm } from './form/WorkloadForm';

/** `/workloads/:workloadId/edit`. */
export default function EditPage(props: { params: Record<string, string> }) {
  const { workloadId = '' } = props.params;
  const client = useClient();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['workload', workloadId],
    queryFn: ({ signal }) => client.getWorkload(workloadId, signal),
    refetchOnWindowFocus: false,
  });
  const initial = useMemo(() => data && draftOf(data), [data]);
  if (error instanceof ApiError && error.status === 404) {
    return <NotFound what="workload" />;
  }
  return (
    <>
      <PageTitle>{data ? `Edit ${plain(data.name)}` : 'Edit a workload'}</PageTitle>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading what="the workload" />}
      {data && initial && (
        <WorkloadForm
          draftKey={workloadId}
          initial={initial}
          submitLabel="Save"
          cancelTo={`/workloads/${workloadId}`}
          save={(described) => client.replaceWorkload(workloadId, described)}
          onSaved={(workload) => {
            queries.setQueryData(['workload', workloadId], workload);
            void queries.invalidateQueries({ queryKey: ['pages', 'workloads'] });
          }}
        />
      )}
    </>
  );
}
