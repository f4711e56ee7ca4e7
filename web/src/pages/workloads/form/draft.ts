/** A workload while it is typed: every list that people write as lines is one text. */

import type { DescribeWorkload, Resource, Workload } from '../../../api/types';

export interface MetricDraft {
  key: string;
  namespace: string;
  name: string;
  /** A line each, `FunctionName=checkout-fn`. */
  dimensions: string;
}

export interface ResourceDraft {
  key: string;
  name: string;
  type: string;
  logGroups: string;
  metrics: MetricDraft[];
}

/** `caller` and `callee` are keys of resources, so that a new name does not break a call. */
export interface CallDraft {
  key: string;
  caller: string;
  callee: string;
}

export interface McpDraft {
  key: string;
  name: string;
  endpoint: string;
  tools: string;
  secret: string;
  header: string;
}

export interface Draft {
  name: string;
  project: string;
  resources: ResourceDraft[];
  calls: CallDraft[];
  alarms: string;
  repository: {
    kind: 'none' | 'github' | 'git';
    github: string;
    secret: string;
    endpoint: string;
    git: string;
    branch: string;
  };
  search: {
    kind: 'none' | 'elasticsearch';
    endpoint: string;
    indices: string;
    auth: string;
    secret: string;
    region: string;
    timeField: string;
  };
  database: {
    kind: 'none' | 'postgres' | 'data-api';
    database: string;
    schemas: string;
    tables: string;
    secret: string;
    host: string;
    port: string;
    clusterArn: string;
  };
  mcp: McpDraft[];
}

/** Casebook takes every other type for `other`. */
const TYPES = [
  'lambda',
  'dynamodb',
  'sqs',
  'ecs',
  'eks-workload',
  'eks-node',
  'rds',
  'elasticache',
  'stepfunctions',
  'apigateway',
  'http',
  'other',
];

export function newKey(): string {
  return crypto.randomUUID();
}

export function newResource(): ResourceDraft {
  return { key: newKey(), name: '', type: 'lambda', logGroups: '', metrics: [] };
}

/** The lines that say something. */
export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A registered workload, or the description of one, to be typed in. */
export function draftOf(known: Partial<DescribeWorkload & Workload>): Draft {
  const resources = (known.resources ?? []).map(resourceDraft);
  const keys = new Map(resources.map(({ name, key }) => [name, key]));
  const { repository, search, database } = known;
  return {
    name: known.name ?? '',
    project: known.project ?? '',
    resources: resources.length > 0 ? resources : [newResource()],
    calls: (known.calls ?? []).map(([caller, callee]) => ({
      key: newKey(),
      caller: keys.get(caller) ?? '',
      callee: keys.get(callee) ?? '',
    })),
    alarms: (known.alarms ?? []).join('\n'),
    repository: {
      kind: repository ? ('github' in repository ? 'github' : 'git') : 'none',
      github: '',
      secret: '',
      endpoint: '',
      git: '',
      branch: '',
      ...texts(repository),
    },
    search: {
      kind: search ? 'elasticsearch' : 'none',
      endpoint: '',
      indices: '',
      auth: 'api-key',
      secret: '',
      region: '',
      timeField: '',
      ...texts(search),
    },
    database: {
      kind: database ? ('host' in database ? 'postgres' : 'data-api') : 'none',
      database: '',
      schemas: '',
      tables: '',
      secret: '',
      host: '',
      port: '',
      clusterArn: '',
      ...texts(database),
    },
    mcp: (known.mcp ?? []).map((server) => ({ ...newMcp(), ...texts(server) })),
  };
}

export function newMcp(): McpDraft {
  return { key: newKey(), name: '', endpoint: '', tools: '', secret: '', header: '' };
}

function resourceDraft({ name, type, logGroups, metrics }: Resource): ResourceDraft {
  return {
    key: newKey(),
    name,
    type: TYPES.includes(type ?? '') ? (type ?? 'other') : 'other',
    logGroups: (logGroups ?? []).join('\n'),
    metrics: (metrics ?? []).map((metric) => ({
      key: newKey(),
      namespace: metric.namespace,
      name: metric.name,
      dimensions: Object.entries(metric.dimensions ?? {})
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    })),
  };
}

/** The fields as they are typed: a list by lines, a number by its digits, nothing for null. */
function texts(known: object | null | undefined): Record<string, string> {
  const said = Object.entries(known ?? {}).filter(([, value]) => value !== null);
  return Object.fromEntries(
    said.map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : String(value)]),
  );
}
