/**
 * What tools bring back, as the raw evidence holds it (casebook/tools/results).
 *
 * It is read with care: old evidence lacks fields that there were not yet.
 */

import type { Change, ErrorPattern, RawEvidence } from '../../api/types';
import { isRecord, number, type Raw, records, text } from './raw';

export interface LogLine {
  at: string;
  message: string;
  logGroup: string;
  resource: string | null;
  /** Whether it reports a failure; null for evidence from before that was kept. */
  isError: boolean | null;
}

/** Lines of one shape. `before`: how many there were in the hour before, where that was counted. */
export interface Pattern {
  template: string;
  example: string;
  count: number;
  before: number | null;
  where: string;
  firstAt: string;
  lastAt: string;
  kind: 'error' | 'warning' | 'other';
}

export interface ResourceState {
  resource: string;
  type: string;
  exists: boolean;
  settings: Record<string, unknown>;
  health: Record<string, unknown>;
}

export interface TracedStep {
  name: string;
  resource: string | null;
  depth: number;
  seconds: number | null;
  error: boolean;
  fault: boolean;
  throttle: boolean;
  exception: string | null;
}

export interface TracedRequest {
  traceId: string;
  beganAt: string;
  seconds: number;
  steps: TracedStep[];
}

export type Result =
  | { kind: 'lines'; lines: LogLine[]; truncated: boolean }
  | { kind: 'patterns'; patterns: Pattern[]; totalLines: number; truncated: boolean }
  | { kind: 'metrics' }
  | { kind: 'changes'; changes: Change[] }
  | { kind: 'state'; resources: ResourceState[] }
  | { kind: 'traces'; requests: TracedRequest[]; seen: number; failed: number }
  | { kind: 'patch'; text: string }
  | { kind: 'nothing' }
  | { kind: 'json' };

/** How the raw result is shown: by the tool that it is of, if it has that tool's shape. */
export function resultOf({ evidence, raw }: RawEvidence): Result {
  if (!raw || evidence.outcome !== 'success') {
    return { kind: 'nothing' };
  }
  const shape = SHAPES[evidence.tool];
  return shape?.(raw) ?? { kind: 'json' };
}

const SHAPES: Readonly<Record<string, (raw: Raw) => Result | null>> = {
  search_logs: (raw) =>
    Array.isArray(raw.lines)
      ? { kind: 'lines', lines: linesOf(raw), truncated: raw.truncated === true }
      : null,
  query_elasticsearch: (raw) =>
    Array.isArray(raw.hits)
      ? { kind: 'lines', lines: records(raw.hits).map(hit), truncated: false }
      : null,
  get_log_patterns: (raw) =>
    Array.isArray(raw.patterns)
      ? {
          kind: 'patterns',
          patterns: [
            ...records(raw.patterns).map((each) => pattern(each, 'error')),
            ...records(raw.warnings).map((each) => pattern(each, 'warning')),
          ],
          totalLines: count(raw.totalLines),
          truncated: raw.truncated === true,
        }
      : null,
  get_recent_logs: (raw) =>
    Array.isArray(raw.kinds)
      ? {
          kind: 'patterns',
          patterns: records(raw.kinds).map((each) =>
            pattern(each, each.isError === true ? 'error' : 'other'),
          ),
          totalLines: count(raw.lines),
          truncated: false,
        }
      : null,
  query_metrics: (raw) => (Array.isArray(raw.summaries) ? { kind: 'metrics' } : null),
  get_alarm_state: (raw) => (isRecord(raw.anchor) ? { kind: 'metrics' } : null),
  list_changes: (raw) =>
    Array.isArray(raw.changes)
      ? { kind: 'changes', changes: records(raw.changes) as unknown as Change[] }
      : null,
  get_workload_state: (raw) =>
    Array.isArray(raw.resources)
      ? { kind: 'state', resources: records(raw.resources).map(state) }
      : null,
  get_trace: (raw) =>
    Array.isArray(raw.requests)
      ? {
          kind: 'traces',
          requests: records(raw.requests).map(request),
          seen: count(raw.seen),
          failed: count(raw.failed),
        }
      : null,
  read_commit: (raw) => (typeof raw.patch === 'string' ? { kind: 'patch', text: raw.patch } : null),
};

export function linesOf(raw: Raw): LogLine[] {
  return records(raw.lines).map((line) => ({
    at: text(line.at),
    message: text(line.message),
    logGroup: text(line.logGroup),
    resource: typeof line.resource === 'string' ? line.resource : null,
    isError: typeof line.isError === 'boolean' ? line.isError : null,
  }));
}

/** A document of an index is a line: its JSON is unfolded as a line's is. */
function hit(raw: Raw): LogLine {
  return {
    at: text(raw.at),
    message: text(raw.document),
    logGroup: text(raw.index),
    resource: null,
    isError: null,
  };
}

function count(value: unknown): number {
  return number(value) ?? 0;
}

function pattern(raw: Raw, kind: Pattern['kind']): Pattern {
  const found = raw as Partial<ErrorPattern>;
  return {
    template: text(found.template),
    example: text(found.example),
    count: count(found.count),
    before: number(found.baselineCount),
    where: text(found.resource) || text(found.logGroup),
    firstAt: text(found.firstAt),
    lastAt: text(found.lastAt),
    kind,
  };
}

function state(raw: Raw): ResourceState {
  return {
    resource: text(raw.resource),
    type: text(raw.type),
    exists: raw.exists !== false,
    settings: isRecord(raw.settings) ? raw.settings : {},
    health: isRecord(raw.health) ? raw.health : {},
  };
}

function request(raw: Raw): TracedRequest {
  return {
    traceId: text(raw.traceId),
    beganAt: text(raw.beganAt),
    seconds: count(raw.seconds),
    steps: records(raw.steps).map((step) => ({
      name: text(step.name),
      resource: typeof step.resource === 'string' ? step.resource : null,
      depth: count(step.depth),
      seconds: number(step.seconds),
      error: step.error === true,
      fault: step.fault === true,
      throttle: step.throttle === true,
      exception: typeof step.exception === 'string' ? step.exception : null,
    })),
  };
}
