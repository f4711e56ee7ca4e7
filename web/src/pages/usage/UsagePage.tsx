import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useSearchParams } from 'wouter';
import type { UsagePage as Usage } from '../../api/types';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { Choice, TextField } from '../../ui/fields';
import { To } from '../../ui/links';
import { Button, Empty, Loading, PageTitle, Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { size } from '../../ui/spending';
import { save, usageCsv } from './csv';
import { cost, count, unpriced } from './figures';
import { Limits } from './Limits';
import { type Days, daysOf, isPeriod, PERIODS, type Period } from './periods';
import { UsageTable } from './UsageTable';
import { YourSessions } from './YourSessions';

const BY = { day: 'Day', workload: 'Workload', user: 'User', model: 'Model' };
/** What usage is booked on where no person asked. */
const BY_ALARM = 'cloudwatch';
/** The key of what no model did. */
const TOOLS = 'tools';

/** `/usage`: what model calls came to and tools asked of AWS, the dearest first. */
export default function UsagePage() {
  const client = useClient();
  const [params, setParams] = useSearchParams();
  const said = params.get('period');
  const period: Period = isPeriod(said) ? said : '7d';
  const by = (params.get('by') ?? 'workload') as Usage['by'];
  const days: Days =
    period === 'custom'
      ? { from: params.get('from') ?? '', to: params.get('to') ?? '' }
      : daysOf(period);
  const usage = useQuery({
    queryKey: ['usage', by, days],
    queryFn: ({ signal }) => client.readUsage({ by, ...given(days) }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  const names = useQuery({
    queryKey: ['workload-names'],
    queryFn: async ({ signal }) => {
      const { workloads } = await client.listWorkloads({}, signal);
      return new Map(workloads.map(({ workloadId, name }) => [workloadId, name]));
    },
    enabled: by === 'workload',
  });
  const me = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => client.readMe(signal) });
  const choose = (changed: Partial<{ by: string; period: string } & Days>) => {
    const next = { by, period, ...changed };
    setParams(next.period === 'custom' ? { ...days, ...next } : next, { replace: true });
  };
  const nameOf = (key: string) => {
    if (by === 'workload') {
      return names.data?.get(key) ?? key;
    }
    if (by === 'user' && key === BY_ALARM) {
      return 'Alarms';
    }
    return by === 'model' && key === TOOLS ? 'No model' : key;
  };
  const data = usage.data;
  return (
    <>
      <PageTitle hint="What calls of language models came to in your projects, and what tools asked of AWS. Days are UTC's.">
        Usage
      </PageTitle>
      <div className="space-y-4">
        <Limits />
        <Panel
          title="Cost of models, and requests to AWS"
          actions={
            data && (
              <Button
                onClick={() =>
                  save(usageCsv(data, nameOf), `usage-${by}-${data.from}-${data.to}.csv`)
                }
              >
                <Download aria-hidden size={16} />
                Download CSV
              </Button>
            )
          }
        >
          <div className="mb-3 grid max-w-3xl gap-3 sm:grid-cols-2 lg:grid-cols-4">
            <Choice label="By" value={by} onChange={(event) => choose({ by: event.target.value })}>
              {Object.entries(BY).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </Choice>
            <Choice
              label="Period"
              value={period}
              onChange={(event) => choose({ period: event.target.value })}
            >
              {Object.entries(PERIODS).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </Choice>
            {period === 'custom' &&
              (['from', 'to'] as const).map((end) => (
                <TextField
                  key={end}
                  label={end === 'from' ? 'From' : 'To, inclusive'}
                  type="date"
                  value={days[end]}
                  onChange={(event) => choose({ [end]: event.target.value })}
                />
              ))}
          </div>
          {usage.error && <Failure error={usage.error} retry={() => void usage.refetch()} />}
          {usage.isPending && <Loading what="the usage" />}
          {data && !usage.error && <Total usage={data} />}
          {data && !usage.error && data.lines.length === 0 && (
            <Empty>Nothing was used in these days.</Empty>
          )}
          {data && !usage.error && data.lines.length > 0 && (
            <UsageTable
              usage={data}
              caption={`Usage by ${data.by} from ${data.from} to ${data.to}`}
              keyCell={(key) => (
                <Key by={data.by} id={key} name={nameOf(key)} me={me.data?.user ?? null} />
              )}
            />
          )}
        </Panel>
        <YourSessions />
      </div>
    </>
  );
}

/**
 * Leads to what made the cost: a day's workloads, a workload's diagnoses, alarms' diagnoses, one's
 * own chats. Those of others are theirs alone.
 */
function Key(props: { by: Usage['by']; id: string; name: string; me: string | null }) {
  const name = plain(props.name);
  if (props.by === 'workload') {
    return <To href={`/diagnoses?workload=${encodeURIComponent(props.id)}`}>{name}</To>;
  }
  if (props.by === 'day') {
    return (
      <To href={`/usage?by=workload&period=custom&from=${props.id}&to=${props.id}`}>{name}</To>
    );
  }
  if (props.by === 'user' && props.id === BY_ALARM) {
    return <To href="/diagnoses">{name}</To>;
  }
  if (props.by === 'user' && props.id === props.me) {
    return (
      <a href="#chats" className="text-accent underline">
        {name} (you)
      </a>
    );
  }
  return name;
}

function Total(props: { usage: Usage }) {
  const { total, from, to } = props.usage;
  const unknown = unpriced(total);
  return (
    <p className="mb-3">
      <b className="text-lg">{cost(total)}</b>
      {unknown && <span className="text-muted"> ({unknown})</span>}{' '}
      <span className="text-muted">
        for {count(total.calls)} calls, {count(total.inputTokens)} tokens in and{' '}
        {count(total.outputTokens)} out; {count(total.awsRequests)} requests to AWS,{' '}
        {size(total.bytesScanned)} scanned; from {from} to {to}
      </span>
    </p>
  );
}

function given(days: Days): Partial<Days> {
  return Object.fromEntries(Object.entries(days).filter(([, day]) => day !== ''));
}
