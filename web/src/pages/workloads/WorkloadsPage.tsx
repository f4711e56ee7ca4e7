import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useEffect, useId } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { Workload } from '../../api/types';
import { usePages } from '../../app/paging';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { CONTROL } from '../../ui/fields';
import { To } from '../../ui/links';
import { More } from '../../ui/more';
import { buttonClass, Empty, Loading, PageTitle } from '../../ui/parts';
import { OpenDiagnoses } from './OpenDiagnoses';
import { standingsOf } from './standings';
import { WorkloadRow } from './WorkloadRow';

const PAGE = 50;
const ENDED = 100;

/** `/`: what is watched, how each stands, and what is being diagnosed. */
export default function WorkloadsPage() {
  const client = useClient();
  const [params, setParams] = useSearchParams();
  const sought = params.get('q') ?? '';
  const workloads = usePages({
    key: ['workloads'],
    read: (next, signal) => client.listWorkloads({ limit: PAGE, ...(next && { next }) }, signal),
    items: (page) => page.workloads,
  });
  const open = useQuery({
    queryKey: ['diagnoses', 'open'],
    queryFn: ({ signal }) => client.listAllDiagnoses({ state: 'open', limit: PAGE }, signal),
    refetchInterval: 10_000,
  });
  const ended = useQuery({
    queryKey: ['diagnoses', 'ended'],
    queryFn: ({ signal }) => client.listAllDiagnoses({ state: 'ended', limit: ENDED }, signal),
    refetchInterval: 30_000,
  });
  // A search is over all of them: what is not here yet is fetched.
  const { hasMore, isReading, readMore, error } = workloads;
  useEffect(() => {
    if (sought !== '' && hasMore && !isReading && error == null) {
      readMore();
    }
  }, [sought, hasMore, isReading, readMore, error]);

  const standings = standingsOf(open.data?.diagnoses ?? [], ended.data?.diagnoses ?? []);
  const shown = workloads.items.filter((workload) => isSought(workload, sought));
  const failed = open.error ?? ended.error;
  return (
    <>
      <PageTitle
        actions={
          <Link href="/workloads/new" className={buttonClass('primary')}>
            <Plus aria-hidden size={16} />
            Register a workload
          </Link>
        }
      >
        Workloads
      </PageTitle>
      <OpenDiagnoses diagnoses={open.data?.diagnoses ?? []} />
      {failed && (
        <div className="mb-4">
          <Failure
            error={failed}
            retry={() => void Promise.all([open.refetch(), ended.refetch()])}
          />
        </div>
      )}
      {workloads.isFirst && <Loading what="the workloads" />}
      {workloads.error != null && <Failure error={workloads.error} retry={workloads.readAgain} />}
      {!workloads.isFirst && workloads.error == null && workloads.items.length === 0 && <First />}
      {workloads.items.length > 0 && (
        <>
          <Search
            sought={sought}
            onSought={(next) => setParams(next === '' ? {} : { q: next }, { replace: true })}
          />
          <p role="status" className="sr-only">
            {sought !== '' && !hasMore && `${shown.length} workloads found`}
          </p>
          {shown.length === 0 ? (
            <Empty>
              {hasMore
                ? 'Searching…'
                : 'No workload has this in its name, project, resources or alarms.'}
            </Empty>
          ) : (
            <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
              {shown.map((workload) => (
                <WorkloadRow
                  key={workload.workloadId}
                  workload={workload}
                  standing={standings.get(workload.workloadId)}
                  isKnown={open.data !== undefined && ended.data !== undefined}
                  mayBeOlder={ended.data?.next != null}
                />
              ))}
            </ul>
          )}
          <More
            shown={shown.length}
            what="workloads"
            hasMore={hasMore}
            isReading={isReading}
            onMore={readMore}
          />
        </>
      )}
    </>
  );
}

/** By name, project, or what it consists of: whoever was called for a queue knows its name only. */
function isSought(workload: Workload, sought: string): boolean {
  const words = sought.toLowerCase().split(/\s+/);
  const text = [
    workload.name,
    workload.project,
    workload.workloadId,
    ...workload.resources.map((resource) => resource.name),
    ...workload.alarms,
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function Search(props: { sought: string; onSought: (next: string) => void }) {
  const id = useId();
  return (
    <div className="mb-3 max-w-md">
      <label htmlFor={id} className="sr-only">
        Search workloads
      </label>
      <input
        id={id}
        type="search"
        className={CONTROL}
        placeholder="Search by name, project, resource or alarm"
        value={props.sought}
        onChange={(event) => props.onSought(event.target.value)}
      />
    </div>
  );
}

function First() {
  return (
    <div className="rounded-lg border border-line bg-surface p-4">
      <h2 className="font-semibold">Nothing is watched yet</h2>
      <p className="mt-1">
        A workload is a service with what it consists of: its functions, tables and queues, who
        calls whom, and its alarms. Once it is registered, Casebook diagnoses each alarm of it, and
        answers questions about it.
      </p>
      <ol className="mt-2 list-decimal pl-5">
        <li>
          <To href="/workloads/new">Register your first workload</To>. A name, a project and one
          resource are enough.
        </li>
        <li>
          Send its CloudWatch alarms to Casebook's alarm topic. <To href="/alarms">Alarms</To> shows
          each that was heard, and what became of it.
        </li>
      </ol>
    </div>
  );
}
