import type { UseQueryResult } from '@tanstack/react-query';
import type { HealthReport } from '../../api/types';
import { Failure } from '../../ui/failure';
import { Badge, Button, Loading, Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';

const PARTS: Record<string, string> = {
  table: 'Table of events (DynamoDB)',
  stateMachine: 'State machine of diagnoses (Step Functions)',
};

/** Whether the parts that Casebook stands on answer. */
export function HealthPanel(props: { health: UseQueryResult<HealthReport> }) {
  const { data, error, refetch, isFetching } = props.health;
  return (
    <Panel
      title="Parts"
      actions={
        <Button onClick={() => void refetch()} aria-disabled={isFetching}>
          {isFetching ? 'Checking…' : 'Check again'}
        </Button>
      }
    >
      {error && <Failure error={error} />}
      {!data && !error && <Loading what="the health of the parts" />}
      <ul className="divide-y divide-line">
        {Object.entries(data?.parts ?? {}).map(([part, check]) => (
          <li key={part} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-1.5">
            <Badge tone={check.status === 'ok' ? 'good' : 'bad'}>
              {check.status === 'ok' ? 'Works' : 'Fails'}
            </Badge>
            <span className="min-w-0 break-words">{plain(PARTS[part] ?? part)}</span>
            <span className="text-sm text-muted">{check.milliseconds} ms</span>
            {check.error && <p className="w-full break-words text-bad">{plain(check.error)}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
