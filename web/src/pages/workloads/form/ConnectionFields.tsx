/** What tools may reach beside AWS: a repository, a search index, a database, MCP servers. */

import { Plus } from 'lucide-react';
import { Choice, TextArea, TextField } from '../../../ui/fields';
import { Button, Panel } from '../../../ui/parts';
import { type Draft, newMcp } from './draft';
import { McpFields } from './McpFields';
import type { Mistakes } from './mistakes';
import { ruleOf } from './rules';

interface Part<Name extends keyof Draft> {
  value: Draft[Name];
  mistakes: Mistakes;
  onChange: (next: Draft[Name]) => void;
}

/** What every field of a part has in common: its path, its rule, its mistake, its value. */
function fieldsOf<Value extends object>(
  path: string,
  value: Value,
  mistakes: Mistakes,
  onChange: (next: Value) => void,
) {
  return (field: keyof Value & string) => ({
    name: `${path}.${field}`,
    hint: ruleOf(`${path}.${field}`),
    error: mistakes.get(`${path}.${field}`),
    value: String(value[field]),
    onChange: (event: { target: { value: string } }) =>
      onChange({ ...value, [field]: event.target.value }),
  });
}

export function RepositoryFields({ value, mistakes, onChange }: Part<'repository'>) {
  const field = fieldsOf('repository', value, mistakes, onChange);
  return (
    <Panel title="Repository">
      <div className="space-y-3">
        <Choice label="Where the code is" {...field('kind')} error={mistakes.get('repository')}>
          <option value="none">Not connected</option>
          <option value="github">GitHub</option>
          <option value="git">A clone beside Casebook</option>
        </Choice>
        {value.kind === 'github' && (
          <>
            <TextField label="Repository" {...field('github')} />
            <TextField label="Secret (optional)" {...field('secret')} />
            <TextField label="Address (optional)" {...field('endpoint')} />
          </>
        )}
        {value.kind === 'git' && (
          <>
            <TextField label="Path" {...field('git')} />
            <TextField label="Branch (optional)" {...field('branch')} />
          </>
        )}
      </div>
    </Panel>
  );
}

export function SearchFields({ value, mistakes, onChange }: Part<'search'>) {
  const field = fieldsOf('search', value, mistakes, onChange);
  return (
    <Panel title="Search index">
      <div className="space-y-3">
        <Choice
          label="Where logs can be searched"
          {...field('kind')}
          error={mistakes.get('search')}
        >
          <option value="none">Not connected</option>
          <option value="elasticsearch">Elasticsearch or OpenSearch</option>
        </Choice>
        {value.kind !== 'none' && (
          <>
            <TextField label="Address" {...field('endpoint')} />
            <TextArea label="Indices" {...field('indices')} />
            <Choice label="Signing in" {...field('auth')}>
              <option value="api-key">API key</option>
              <option value="basic">User and password</option>
              <option value="sigv4">AWS' signature</option>
              <option value="none">None</option>
            </Choice>
            {(value.auth === 'api-key' || value.auth === 'basic') && (
              <TextField label="Secret" {...field('secret')} />
            )}
            {value.auth === 'sigv4' && <TextField label="Region" {...field('region')} />}
            <TextField label="Field of the time (optional)" {...field('timeField')} />
          </>
        )}
      </div>
    </Panel>
  );
}

export function DatabaseFields({ value, mistakes, onChange }: Part<'database'>) {
  const field = fieldsOf('database', value, mistakes, onChange);
  return (
    <Panel title="Database">
      <div className="space-y-3">
        <Choice label="What may be read" {...field('kind')} error={mistakes.get('database')}>
          <option value="none">Not connected</option>
          <option value="postgres">PostgreSQL</option>
          <option value="data-api">Aurora, through the RDS Data API</option>
        </Choice>
        {value.kind !== 'none' && (
          <>
            {value.kind === 'postgres' ? (
              <>
                <TextField label="Host" {...field('host')} />
                <TextField label="Port (optional)" inputMode="numeric" {...field('port')} />
              </>
            ) : (
              <TextField label="Cluster's ARN" {...field('clusterArn')} />
            )}
            <TextField label="Database" {...field('database')} />
            <TextArea label="Schemas" {...field('schemas')} />
            <TextArea label="Tables (optional)" {...field('tables')} />
            <TextField label="Secret" {...field('secret')} />
          </>
        )}
      </div>
    </Panel>
  );
}

const MOST_SERVERS = 5;

export function McpServers({ value, mistakes, onChange }: Part<'mcp'>) {
  return (
    <Panel title="MCP servers">
      <div className="space-y-3">
        {mistakes.get('mcp') && <p className="text-sm text-bad">{mistakes.get('mcp')}</p>}
        {value.map((server, index) => (
          <McpFields
            key={server.key}
            number={index + 1}
            field={fieldsOf(`mcp.${index}`, server, mistakes, (next) =>
              onChange(value.with(index, next)),
            )}
            mistake={mistakes.get(`mcp.${index}`)}
            onRemove={() => onChange(value.filter(({ key }) => key !== server.key))}
          />
        ))}
        {value.length < MOST_SERVERS && (
          <Button onClick={() => onChange([...value, newMcp()])}>
            <Plus aria-hidden size={16} />
            Add a server
          </Button>
        )}
      </div>
    </Panel>
  );
}
