/** The diagnoses of all workloads, newest first. */

import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import type { DiagnosesQuery } from '../../api/client';
import type { Verdict, Workload } from '../../api/types';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { Choice } from '../../ui/fields';
import { More } from '../../ui/more';
import { Button, Empty, Loading, PageTitle } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { VERDICTS } from '../../ui/standing';
import { DiagnosisRow } from './DiagnosisRow';
import { useDiagnoses } from './useDiagnoses';

type Filter = Omit<DiagnosesQuery, 'limit' | 'before'>;

export default function DiagnosesPage() {
  const [params, setParams] = useSearchParams();
  const filter = filterOf(params);
  const client = useClient();
  const workloads = useQuery({
    queryKey: ['workloads'],
    queryFn: ({ signal }) => client.listWorkloads({}, signal),
  });
  const list = useDiagnoses(filter);
  const choose = (name: keyof Filter, value: string) => {
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        after.delete(name);
        if (value !== '') {
          after.set(name, value);
        }
        return after;
      },
      { replace: true },
    );
  };
  const names = new Map(workloads.data?.workloads.map((each) => [each.workloadId, each.name]));
  return (
    <>
      <PageTitle>Diagnoses</PageTitle>
      <div className="mb-4 flex flex-wrap items-end justify-between gap-3">
        <Filters filter={filter} workloads={workloads.data?.workloads ?? []} onChoose={choose} />
        {/* As high as its button, so that nothing moves when there is one. */}
        <p role="status" className="min-h-8">
          {list.fresh > 0 && (
            <Button kind="primary" onClick={list.showFresh}>
              Show {list.fresh} new {list.fresh === 1 ? 'diagnosis' : 'diagnoses'}
            </Button>
          )}
        </p>
      </div>
      {list.error && <Failure error={list.error} retry={list.showFresh} />}
      {list.rows === null && list.error === null && <Loading what="the diagnoses" />}
      {list.rows?.length === 0 && (
        <Empty>
          {Object.keys(filter).length > 0
            ? 'No diagnosis matches. Choose others above.'
            : 'There are none yet. One begins when an alarm of a workload fires, or when you ask for it on the page of a workload.'}
        </Empty>
      )}
      <ul className="flex flex-col gap-2">
        {(list.rows ?? []).map((row) => (
          <li key={row.diagnosisId}>
            <DiagnosisRow diagnosis={row} workload={names.get(row.workloadId) ?? row.workloadId} />
          </li>
        ))}
      </ul>
      <More
        shown={list.rows?.length ?? 0}
        what="diagnoses"
        hasMore={list.hasMore}
        isReading={list.isLoadingMore}
        onMore={list.showMore}
      />
    </>
  );
}

function filterOf(params: URLSearchParams): Filter {
  const [state, workload, verdict] = ['state', 'workload', 'verdict'].map((name) =>
    params.get(name),
  );
  return {
    ...((state === 'open' || state === 'ended') && { state }),
    ...(workload && { workload }),
    ...(verdict && Object.hasOwn(VERDICTS, verdict) && { verdict: verdict as Verdict }),
  };
}

const STATES = [
  ['', 'All'],
  ['open', 'Open'],
  ['ended', 'Ended'],
] as const;

function Filters(props: {
  filter: Filter;
  workloads: readonly Workload[];
  onChoose: (name: keyof Filter, value: string) => void;
}) {
  const { filter, workloads, onChoose } = props;
  const verdicts = Object.entries(VERDICTS).map(([value, [words]]) => [value, words] as const);
  const names = workloads.map(({ workloadId, name }) => [workloadId, plain(name)] as const);
  const workload = filter.workload ?? '';
  const isListed = workload === '' || names.some(([listed]) => listed === workload);
  return (
    <div className="flex flex-wrap items-end gap-3">
      <fieldset className="flex">
        <legend className="mb-0.5 text-sm font-medium">State</legend>
        {STATES.map(([value, words]) => (
          <Button
            key={value}
            aria-pressed={(filter.state ?? '') === value}
            className="min-h-9 rounded-none border-r-0 first-of-type:rounded-l-md last-of-type:rounded-r-md last-of-type:border-r aria-pressed:bg-accent-soft aria-pressed:text-accent"
            onClick={() => onChoose('state', value)}
          >
            {words}
          </Button>
        ))}
      </fieldset>
      <Choice
        label="Workload"
        className="w-44"
        value={workload}
        onChange={(event) => onChoose('workload', event.target.value)}
      >
        <option value="">All workloads</option>
        {!isListed && <option value={workload}>{plain(workload)}</option>}
        <Options of={names} />
      </Choice>
      <Choice
        label="Verdict"
        value={filter.verdict ?? ''}
        onChange={(event) => onChoose('verdict', event.target.value)}
      >
        <option value="">All verdicts</option>
        <Options of={verdicts} />
      </Choice>
    </div>
  );
}

function Options(props: { of: readonly (readonly [value: string, words: string])[] }) {
  return props.of.map(([value, words]) => (
    <option key={value} value={value}>
      {words}
    </option>
  ));
}
