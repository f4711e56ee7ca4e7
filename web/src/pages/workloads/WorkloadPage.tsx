import { useQuery } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { Link } from 'wouter';
import { ApiError } from '../../api/errors';
import type { Workload } from '../../api/types';
import { NotFound } from '../../app/NotFound';
import { useClient } from '../../app/services';
import { AskAgentButton } from '../../chat/AskAgentButton';
import { Failure } from '../../ui/failure';
import { buttonClass, Loading, PageTitle } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { Changes } from './Changes';
import { ConnectionsPanel } from './ConnectionsPanel';
import { DiagnoseNow } from './DiagnoseNow';
import { MapPanels } from './map/MapPanels';
import { RecentDiagnoses } from './RecentDiagnoses';
import { RemoveWorkload } from './RemoveWorkload';
import { WorkloadState } from './WorkloadState';

/** `/workloads/:workloadId`: how it stands, what it consists of, and what happened to it. */
export default function WorkloadPage(props: { params: Record<string, string> }) {
  const { workloadId = '' } = props.params;
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['workload', workloadId],
    queryFn: ({ signal }) => client.getWorkload(workloadId, signal),
  });
  if (error instanceof ApiError && error.status === 404) {
    return <NotFound what="workload" />;
  }
  if (data === undefined) {
    return (
      <>
        <PageTitle>Workload</PageTitle>
        {error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Loading what="the workload" />
        )}
      </>
    );
  }
  return <Shown workload={data} />;
}

function Shown(props: { workload: Workload }) {
  const { workload } = props;
  return (
    <>
      <PageTitle
        hint={`Project ${plain(workload.project)}`}
        actions={
          <>
            <AskAgentButton
              workloadId={workload.workloadId}
              projectId={workload.project}
              workloadName={workload.name}
            />
            <DiagnoseNow workloadId={workload.workloadId} />
            <Link href={`/workloads/${workload.workloadId}/edit`} className={buttonClass()}>
              <Pencil aria-hidden size={16} />
              Edit
            </Link>
            <RemoveWorkload workload={workload} />
          </>
        }
      >
        {plain(workload.name)}
      </PageTitle>
      <div className="space-y-4">
        <WorkloadState workload={workload} />
        <MapPanels workload={workload} />
        <div className="grid gap-4 lg:grid-cols-2">
          <RecentDiagnoses workloadId={workload.workloadId} />
          <Changes workloadId={workload.workloadId} />
        </div>
        <ConnectionsPanel workload={workload} />
      </div>
    </>
  );
}
