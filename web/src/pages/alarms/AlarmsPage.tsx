import { useSearchParams } from 'wouter';
import type { HeardAlarmView } from '../../api/types';
import { usePages } from '../../app/paging';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { Choice, TextField } from '../../ui/fields';
import { More } from '../../ui/more';
import { Empty, Loading, PageTitle } from '../../ui/parts';
import { AlarmRow } from './AlarmRow';
import { OUTCOMES } from './outcomes';

const PAGE = 50;

/** `/alarms`: every alarm that was heard, and what became of it. */
export default function AlarmsPage() {
  const client = useClient();
  const [params, setParams] = useSearchParams();
  const [outcome, name] = [params.get('outcome') ?? '', params.get('name') ?? ''];
  const alarms = usePages({
    key: ['alarms'],
    read: (before, signal) => client.listAlarms({ limit: PAGE, before: before ?? null }, signal),
    items: (page) => page.alarms,
    seconds: 15,
  });
  const filter = (changed: Record<string, string>) => {
    const next = Object.entries({ outcome, name, ...changed }).filter(([, said]) => said !== '');
    setParams(Object.fromEntries(next), { replace: true });
  };
  const isFiltered = outcome !== '' || name !== '';
  const shown = alarms.items.filter(
    (alarm) =>
      (outcome === '' || alarm.outcome === outcome) &&
      alarm.name.toLowerCase().includes(name.toLowerCase()),
  );
  const isEmpty = !alarms.isFirst && alarms.error == null && alarms.items.length === 0;
  return (
    <>
      <PageTitle hint="What CloudWatch sent to Casebook, newest first, and what became of it.">
        Alarms
      </PageTitle>
      <div className="mb-3 grid max-w-2xl gap-3 sm:grid-cols-2">
        <Choice
          label="What became of it"
          value={outcome}
          onChange={(event) => filter({ outcome: event.target.value })}
        >
          <option value="">Everything</option>
          {Object.entries(OUTCOMES).map(([value, { words }]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Choice>
        <TextField
          label="Name"
          type="search"
          value={name}
          onChange={(event) => filter({ name: event.target.value })}
        />
      </div>
      {alarms.isFirst && <Loading what="the alarms" />}
      {alarms.error != null && <Failure error={alarms.error} retry={alarms.readAgain} />}
      {isEmpty && (
        <Empty>
          No alarm was heard yet. Give your CloudWatch alarms Casebook's alarm topic as an action
          (the output AlarmTopicArn of its stack), for the state ALARM.
        </Empty>
      )}
      <p role="status" className="mb-2 text-sm text-muted">
        {isFiltered && !alarms.isFirst && `${shown.length} of the newest ${alarms.items.length}`}
      </p>
      {shown.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {shown.map((alarm) => (
            <AlarmRow key={keyOf(alarm)} alarm={alarm} />
          ))}
        </ul>
      )}
      <More
        shown={shown.length}
        what={isFiltered ? 'of the older alarms' : 'alarms'}
        hasMore={alarms.hasMore}
        isReading={alarms.isReading}
        onMore={alarms.readMore}
      />
    </>
  );
}

/** An alarm that concerns two workloads is heard in each. */
function keyOf({ name, changedAt, workloadId }: HeardAlarmView): string {
  return `${name}\n${changedAt}\n${workloadId ?? ''}`;
}
