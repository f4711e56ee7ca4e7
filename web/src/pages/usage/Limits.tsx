import { useQuery } from '@tanstack/react-query';
import type { BudgetLeft } from '../../api/types';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { Empty, Loading, Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { moment } from '../../ui/times';
import { count, dollars } from './figures';

/** What is left of the caller's limits, and when each begins anew. */
export function Limits() {
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => client.readMe(signal),
    refetchInterval: 30_000,
  });
  return (
    <Panel title="What is left of your limits">
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading what="your limits" />}
      {data && (
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          <Left
            title="Chats that you may start this hour"
            used={data.sessions.used}
            limit={data.sessions.limit}
            words={`${count(data.sessions.left)} of ${count(data.sessions.limit)} left`}
            resetsAt={data.sessions.resetsAt}
          />
          {data.budgets.map((budget) => (
            <Budget key={budget.project} budget={budget} />
          ))}
          {data.budgets.length === 0 && (
            <Empty>You belong to no project: ask for a group in the user pool.</Empty>
          )}
        </div>
      )}
    </Panel>
  );
}

function Budget(props: { budget: BudgetLeft }) {
  const { budget } = props;
  const project = plain(budget.project);
  return (
    <>
      <Left
        title={`Dollars of project ${project} today`}
        used={budget.usedUsd}
        limit={budget.limitUsd}
        words={`${dollars(budget.leftUsd)} of ${dollars(budget.limitUsd)} left`}
        resetsAt={budget.resetsAt}
      />
      <Left
        title={`Tokens of project ${project} today`}
        used={budget.usedTokens}
        limit={budget.limitTokens}
        words={`${count(budget.leftTokens)} of ${count(budget.limitTokens)} left`}
        resetsAt={budget.resetsAt}
      />
    </>
  );
}

function Left(props: {
  title: string;
  used: number;
  limit: number;
  words: string;
  resetsAt: string;
}) {
  const share = props.limit > 0 ? Math.min(1, props.used / props.limit) : 1;
  return (
    <div>
      <h3 className="font-medium break-words">{props.title}</h3>
      <p>{props.words}</p>
      <div aria-hidden className="my-1 h-2 rounded bg-sunken">
        <div
          className={`h-2 rounded ${share >= 0.8 ? 'bg-warn' : 'bg-accent'}`}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <p className="text-sm text-muted">Begins anew at {moment(props.resetsAt)}</p>
    </div>
  );
}
