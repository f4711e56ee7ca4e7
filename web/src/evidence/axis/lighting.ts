/** What a claim lights on the time axis. */

import type { Evidence } from '../../api/types';
import type { Series } from '../charts/series';
import { type AxisEvent, mentions } from './axis';

export interface Light {
  metric(series: Series): boolean;
  errors(series: Series): boolean;
  event(event: AxisEvent): boolean;
}

const LOGS = new Set(['get_log_patterns', 'search_logs', 'get_recent_logs']);
const METRICS = new Set(['query_metrics', 'rank_metric_causes']);

/**
 * By the evidence that the claim cites, and, where its words are given, by what they name: one query
 * brings back every metric, and a claim is about one of them. A claim that names none lights all that
 * it cites.
 */
export function lightOf(evidence: readonly Evidence[], lit: readonly string[], claim = ''): Light {
  const cited = evidence.filter(({ id }) => lit.includes(id));
  const tools = new Set(cited.map(({ tool }) => tool));
  const citesLogs = [...LOGS].some((tool) => tools.has(tool));
  const covers = (series: Series) =>
    cited.some(
      ({ tool, query: { resource, metric } }) =>
        METRICS.has(tool) &&
        (resource ?? series.resource) === series.resource &&
        (metric ?? series.metric) === series.metric,
    );
  const isNamed = (resource: string | null) =>
    claim === '' || resource === null || claim.includes(resource);
  return {
    metric: (series) =>
      (series.isAlarmed && tools.has('get_alarm_state')) ||
      (covers(series) && (claim === '' || mentions(claim, series))),
    errors: (series) => citesLogs && isNamed(series.resource),
    event: (event) =>
      (event.evidenceId !== null && lit.includes(event.evidenceId) && isNamed(event.resource)) ||
      (event.kind === 'change' && tools.has('list_changes') && isNamed(event.resource)),
  };
}
