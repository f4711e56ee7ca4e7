import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { Loading, Notice, PageTitle } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { draftFor } from './form/alarm';
import { draftOf } from './form/draft';
import { WorkloadForm } from './form/WorkloadForm';

/** `/workloads/new`; with `?alarm=` it begins with what an unmatched alarm says of its resource. */
export default function RegisterPage() {
  const client = useClient();
  const queries = useQueryClient();
  const [params] = useSearchParams();
  const alarm = params.get('alarm');
  const unmatched = useQuery({
    queryKey: ['unmatched-alarms'],
    queryFn: ({ signal }) => client.listUnmatchedAlarms(signal),
    enabled: alarm !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isWaiting = alarm !== null && unmatched.isPending;
  return (
    <>
      <PageTitle hint="Only its name, its project and one resource are needed.">
        Register a workload
      </PageTitle>
      {isWaiting && <Loading what="the alarm" />}
      {alarm !== null && (
        <div className="mb-4">
          {unmatched.error ? (
            <Failure error={unmatched.error} />
          ) : (
            <Notice tone="accent">
              <p>
                The alarm <b className="break-words">{plain(alarm)}</b> is filled in, with what its
                metric says of the resource.
              </p>
            </Notice>
          )}
        </div>
      )}
      {!isWaiting && (
        <WorkloadForm
          draftKey={alarm === null ? 'new' : `alarm.${alarm}`}
          initial={alarm === null ? BLANK : draftFor(alarm, unmatched.data?.alarms ?? [])}
          submitLabel="Register"
          cancelTo="/"
          save={client.registerWorkload}
          onSaved={(workload) => {
            queries.setQueryData(['workload', workload.workloadId], workload);
            void queries.invalidateQueries({ queryKey: ['pages', 'workloads'] });
          }}
        />
      )}
    </>
  );
}

const BLANK = draftOf({});
