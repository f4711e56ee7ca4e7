/** What an alarm that no workload claims says about the workload that it should belong to. */

import type { Alarm, DescribeWorkload, Resource, UnmatchedAlarmView } from '../../../api/types';
import { type Draft, draftOf } from './draft';

/** The dimension that names a resource, and the type of it. */
const DIMENSIONS: Readonly<Record<string, NonNullable<Resource['type']>>> = {
  FunctionName: 'lambda',
  TableName: 'dynamodb',
  QueueName: 'sqs',
  ServiceName: 'ecs',
  PodName: 'eks-workload',
  NodeName: 'eks-node',
  DBInstanceIdentifier: 'rds',
  DBClusterIdentifier: 'rds',
  CacheClusterId: 'elasticache',
  StateMachineArn: 'stepfunctions',
  ApiName: 'apigateway',
  ApiId: 'apigateway',
};

/** A draft with the alarm and, where its metric's dimensions name one, its resource. */
export function draftFor(name: string, unmatched: readonly UnmatchedAlarmView[]): Draft {
  const alarm = unmatched.find((each) => each.alarm.name === name)?.alarm;
  const resources = alarm === undefined ? [] : resourcesOf(alarm);
  const known: Partial<DescribeWorkload> = { alarms: [name] };
  return draftOf(
    resources[0] === undefined
      ? known
      : { ...known, name: resources[0].name.slice(0, 128), resources },
  );
}

function resourcesOf(alarm: Alarm): [Resource, ...Resource[]] | [] {
  const metrics = [
    { namespace: alarm.namespace, name: alarm.metric, dimensions: alarm.dimensions },
    ...alarm.queries.flatMap(({ metric }) => (metric ? [metric] : [])),
  ];
  const found = new Map<string, Resource>();
  for (const { namespace, name, dimensions = {} } of metrics) {
    const named = Object.entries(dimensions).find(([dimension]) => dimension in DIMENSIONS);
    const [dimension, value] = named ?? Object.entries(dimensions)[0] ?? [];
    if (dimension === undefined || value === undefined) {
      continue;
    }
    const type = DIMENSIONS[dimension] ?? 'other';
    const isKnown = ['lambda', 'dynamodb', 'sqs'].includes(type);
    const resource = found.get(value) ?? { name: value, type, metrics: [] };
    found.set(value, {
      ...resource,
      // Those have AWS' standard metrics when none are named.
      metrics: isKnown ? [] : [...(resource.metrics ?? []), { namespace, name, dimensions }],
    });
  }
  return [...found.values()] as [Resource, ...Resource[]] | [];
}
