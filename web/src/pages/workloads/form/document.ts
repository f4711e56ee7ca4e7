/** A workload as JSON, pasted in: what `GET /api/workloads/{id}` gives, or what a team keeps. */

import type { DescribeWorkload } from '../../../api/types';
import { type Draft, draftOf } from './draft';

/** The text is not a workload. The message says where. */
export class NotAWorkload extends Error {
  override readonly name = 'NotAWorkload';
}

const LISTS = ['resources', 'calls', 'alarms', 'mcp'] as const;
const PARTS = ['repository', 'search', 'database'] as const;
const TEXTS = ['name', 'project'] as const;
const ALLOWED: readonly string[] = [
  ...LISTS,
  ...PARTS,
  ...TEXTS,
  // What Casebook gives itself; it is of no use here.
  ...['workloadId', 'createdAt', 'updatedAt'],
];

/** Throws NotAWorkload. What it takes is of the right form; the API says whether it is right. */
export function readDocument(text: string): Draft {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw new NotAWorkload(`It is not JSON: ${(error as Error).message}`);
  }
  const document = object(read, 'The text');
  const unknown = Object.keys(document).filter((name) => !ALLOWED.includes(name));
  if (unknown.length > 0) {
    throw new NotAWorkload(
      `Nothing is known of ${unknown.join(', ')}. Take it out, or correct it.`,
    );
  }
  const resources = array(document.resources ?? [], 'resources').map((each, index) => {
    const where = `resources.${index}`;
    const resource = object(each, where);
    words(resource.name, `${where}.name`);
    lines(resource.logGroups, `${where}.logGroups`);
    array(resource.metrics ?? [], `${where}.metrics`).forEach((metric, at) => {
      const path = `${where}.metrics.${at}`;
      words(object(metric, path).namespace, `${path}.namespace`);
      words(object(metric, path).name, `${path}.name`);
      object(object(metric, path).dimensions ?? {}, `${path}.dimensions`);
    });
    return resource.name;
  });
  array(document.calls ?? [], 'calls').forEach((call, index) => {
    for (const name of pair(call, `calls.${index}`)) {
      if (!resources.includes(name)) {
        throw new NotAWorkload(`calls.${index}: “${name}” is not among the resources.`);
      }
    }
  });
  lines(document.alarms, 'alarms');
  array(document.mcp ?? [], 'mcp').forEach((server, index) => {
    object(server, `mcp.${index}`);
  });
  for (const text of TEXTS) {
    words(document[text] ?? '', text);
  }
  for (const part of PARTS) {
    object(document[part] ?? {}, part);
  }
  return draftOf(document as Partial<DescribeWorkload>);
}

type Field =
  | (typeof LISTS | typeof PARTS | typeof TEXTS)[number]
  | 'logGroups'
  | 'metrics'
  | 'namespace'
  | 'dimensions';

function object(value: unknown, where: string): Partial<Record<Field, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new NotAWorkload(`${where} must be an object.`);
  }
  return value;
}

function array(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) {
    throw new NotAWorkload(`${where} must be a list.`);
  }
  return value;
}

function lines(value: unknown, where: string): void {
  array(value ?? [], where).forEach((line, index) => {
    words(line, `${where}.${index}`);
  });
}

function words(value: unknown, where: string): void {
  if (typeof value !== 'string') {
    throw new NotAWorkload(`${where} must be a text.`);
  }
}

function pair(value: unknown, where: string): unknown[] {
  const found = array(value, where);
  if (found.length !== 2) {
    throw new NotAWorkload(`${where} must be a pair: who calls, and what is called.`);
  }
  return found;
}
