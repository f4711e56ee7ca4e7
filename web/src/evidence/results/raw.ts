/** Reading of raw results and queries, of which nothing is certain. */

/** The fields of raw results and queries that are read here; any may be missing or be something else. */
export type Raw = { readonly [field in Field]?: unknown };

type Field =
  | 'alarm'
  | 'anchor'
  | 'at'
  | 'baselineMean'
  | 'before'
  | 'beforeEnd'
  | 'beganAt'
  | 'by'
  | 'changes'
  | 'contains'
  | 'contrasts'
  | 'depth'
  | 'dimensions'
  | 'distinct'
  | 'document'
  | 'error'
  | 'errorCounts'
  | 'exception'
  | 'exists'
  | 'extendedStatistic'
  | 'failed'
  | 'failing'
  | 'fault'
  | 'fields'
  | 'health'
  | 'hits'
  | 'index'
  | 'isAlarmed'
  | 'isError'
  | 'kinds'
  | 'leftOut'
  | 'limit'
  | 'lines'
  | 'log_group'
  | 'log_groups'
  | 'logGroup'
  | 'message'
  | 'metric'
  | 'name'
  | 'namespace'
  | 'others'
  | 'patch'
  | 'pattern'
  | 'patterns'
  | 'period_seconds'
  | 'periodSeconds'
  | 'points'
  | 'reason'
  | 'regex'
  | 'requests'
  | 'resource'
  | 'resources'
  | 'seconds'
  | 'seen'
  | 'settings'
  | 'start'
  | 'statistic'
  | 'steps'
  | 'summaries'
  | 'threshold'
  | 'throttle'
  | 'totalLines'
  | 'traceId'
  | 'truncated'
  | 'type'
  | 'unit'
  | 'value'
  | 'values'
  | 'warnings';

export function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function records(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A finite number, or null: a datapoint that is missing is no zero. */
export function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
