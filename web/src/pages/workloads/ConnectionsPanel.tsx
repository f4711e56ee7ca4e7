import type { Workload } from '../../api/types';
import { Empty, Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';

/** What the agents' tools may reach beside AWS, and the alarms that are named. */
export function ConnectionsPanel(props: { workload: Workload }) {
  const rows = rowsOf(props.workload);
  return (
    <Panel title="Alarms by name, and connections">
      {rows.length === 0 && (
        <Empty>
          None. Alarms are found by the dimensions of their metrics; agents read CloudWatch and
          CloudTrail.
        </Empty>
      )}
      <dl className="space-y-1">
        {rows.map(([term, words]) => (
          <div key={term} className="flex flex-wrap gap-x-2">
            <dt className="w-36 text-muted">{term}</dt>
            <dd className="min-w-0 break-words">{plain(words)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function rowsOf({ alarms, repository, search, database, mcp }: Workload): [string, string][] {
  const rows: [string, string][] = [];
  if (alarms.length > 0) {
    rows.push(['Alarms', alarms.join(', ')]);
  }
  if (repository) {
    const where =
      'github' in repository ? repository.github : `${repository.git} (${repository.branch})`;
    rows.push(['Repository', where]);
  }
  if (search) {
    rows.push(['Search index', `${search.indices.join(', ')} at ${search.endpoint}`]);
  }
  if (database) {
    const where = 'host' in database ? database.host : database.clusterArn;
    rows.push(['Database', `${database.database} at ${where}`]);
  }
  for (const server of mcp) {
    rows.push([`MCP ${server.name}`, `${server.tools.join(', ')} at ${server.endpoint}`]);
  }
  return rows;
}
