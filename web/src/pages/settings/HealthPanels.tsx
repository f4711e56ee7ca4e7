import { useQuery } from '@tanstack/react-query';
import type { PartHealth } from '../../api/types';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { Badge, Button, Empty, Loading, Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';

const PARTS: Record<string, string> = {
  table: 'Table of events (DynamoDB)',
  stateMachine: 'State machine of diagnoses (Step Functions)',
};

/** Whether the parts that Casebook stands on answer, and the language models. */
export function HealthPanels() {
  const client = useClient();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => client.checkHealth(signal),
  });
  const again = (
    <Button onClick={() => void refetch()} aria-disabled={isFetching}>
      {isFetching ? 'Checking…' : 'Check again'}
    </Button>
  );
  return (
    <>
      <Panel title="Parts" actions={again}>
        {error && <Failure error={error} />}
        {!data && !error && <Loading what="the health of the parts" />}
        {data && <Checks checks={data.parts} nameOf={(part) => PARTS[part] ?? part} />}
      </Panel>
      <Panel title="Language models">
        {data && Object.keys(data.models).length === 0 && (
          <Empty>
            None is set: the rules alone diagnose and answer, and nothing is spent. docs/models.md
            says how one is added.
          </Empty>
        )}
        {data && Object.keys(data.models).length > 0 && (
          <>
            <p className="mb-1 text-sm text-muted">
              In the order in which they are asked. Where none answers, the rules do.
            </p>
            <Checks checks={data.models} nameOf={(model) => model} />
          </>
        )}
        {!data && !error && <Loading what="the models" />}
      </Panel>
    </>
  );
}

function Checks(props: {
  checks: Readonly<Record<string, PartHealth>>;
  nameOf: (key: string) => string;
}) {
  return (
    <ul className="divide-y divide-line">
      {Object.entries(props.checks).map(([key, check]) => (
        <li key={key} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-1.5">
          <Badge tone={check.status === 'ok' ? 'good' : 'bad'}>
            {check.status === 'ok' ? 'Works' : 'Fails'}
          </Badge>
          <span className="min-w-0 break-words">{plain(props.nameOf(key))}</span>
          <span className="text-sm text-muted">{check.milliseconds} ms</span>
          {check.error && <p className="w-full break-words text-bad">{plain(check.error)}</p>}
        </li>
      ))}
    </ul>
  );
}
