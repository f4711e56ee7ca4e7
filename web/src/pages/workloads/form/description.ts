/** A draft as it is sent. */

import type { DescribeWorkload, Metric, Resource, SearchConnection } from '../../../api/types';
import { type Draft, lines, type ResourceDraft } from './draft';

/** What is sent: what was left empty is left out, so that the API's defaults hold. */
export function descriptionOf(draft: Draft): DescribeWorkload {
  const nameOf = new Map(draft.resources.map(({ key, name }) => [key, name.trim()]));
  return {
    name: draft.name.trim(),
    project: draft.project.trim(),
    resources: draft.resources.map(described),
    calls: draft.calls.map(({ caller, callee }) => [
      nameOf.get(caller) ?? '',
      nameOf.get(callee) ?? '',
    ]),
    alarms: lines(draft.alarms),
    repository: repositoryOf(draft.repository),
    search:
      draft.search.kind === 'none'
        ? null
        : {
            endpoint: draft.search.endpoint.trim(),
            indices: lines(draft.search.indices),
            auth: draft.search.auth as NonNullable<SearchConnection['auth']>,
            ...filled({
              secret: draft.search.secret,
              region: draft.search.region,
              timeField: draft.search.timeField,
            }),
          },
    database: databaseOf(draft.database),
    mcp: draft.mcp.map(({ name, endpoint, tools, secret, header }) => ({
      name: name.trim(),
      endpoint: endpoint.trim(),
      tools: lines(tools),
      ...filled({ secret, header }),
    })),
  };
}

function described({ name, type, logGroups, metrics }: ResourceDraft): Resource {
  return {
    name: name.trim(),
    type: type as NonNullable<Resource['type']>,
    logGroups: lines(logGroups),
    metrics: metrics.map(
      (metric): Metric => ({
        namespace: metric.namespace.trim(),
        name: metric.name.trim(),
        dimensions: Object.fromEntries(lines(metric.dimensions).map(dimension)),
      }),
    ),
  };
}

/** At the first equals sign: a value may have some. */
function dimension(line: string): [name: string, value: string] {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

function repositoryOf(draft: Draft['repository']): DescribeWorkload['repository'] {
  const { secret, endpoint, branch } = draft;
  switch (draft.kind) {
    case 'none':
      return null;
    case 'github':
      return { github: draft.github.trim(), ...filled({ secret, endpoint }) };
    case 'git':
      return { git: draft.git.trim(), ...filled({ branch }) };
  }
}

function databaseOf(draft: Draft['database']): DescribeWorkload['database'] {
  const { database, schemas, tables, secret } = draft;
  const part = {
    database: database.trim(),
    schemas: lines(schemas),
    tables: lines(tables),
    secret: secret.trim(),
  };
  switch (draft.kind) {
    case 'none':
      return null;
    case 'postgres': {
      const port = draft.port.trim();
      return { ...part, host: draft.host.trim(), ...(port !== '' && { port: Number(port) }) };
    }
    case 'data-api':
      return { ...part, clusterArn: draft.clusterArn.trim() };
  }
}

function filled(given: Record<string, string>): Record<string, string> {
  const said = Object.entries(given).map(([name, text]) => [name, text.trim()] as const);
  return Object.fromEntries(said.filter(([, text]) => text !== ''));
}
