import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { Loading, Notice, PageTitle } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { Limits } from '../usage/Limits';
import { AgentsPanel } from './AgentsPanel';
import { EnginePanel } from './EnginePanel';
import { HealthPanel } from './HealthPanel';
import { LimitsPanel } from './LimitsPanel';
import { ModelsPanel } from './ModelsPanel';
import { RunbooksPanel } from './RunbooksPanel';

/** `/settings`: whether the parts work, and what is set. It is changed where Casebook is deployed. */
export default function SettingsPage() {
  const client = useClient();
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => client.readSettings(signal),
  });
  const health = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => client.checkHealth(signal),
  });
  const { data } = settings;
  return (
    <>
      <PageTitle hint="What holds at this moment. It is changed where Casebook is deployed.">
        Settings
      </PageTitle>
      <div className="space-y-4">
        <HealthPanel health={health} />
        {settings.error && <Failure error={settings.error} retry={() => void settings.refetch()} />}
        {!data && !settings.error && <Loading what="the settings" />}
        {data?.notes.map((note) => (
          <Notice key={note} tone="warn">
            <p>{plain(note)}</p>
          </Notice>
        ))}
        {data && (
          <>
            <EnginePanel engine={data.engine} hasModels={data.models.length > 0} />
            <ModelsPanel models={data.models} health={health.data?.models ?? {}} />
            <AgentsPanel agents={data.agents} />
            <LimitsPanel limits={data.limits} />
          </>
        )}
        {/* Not before what stands above it, which would push it down. */}
        {!settings.isPending && <Limits />}
        {data && <RunbooksPanel runbooks={data.runbooks} />}
      </div>
    </>
  );
}
