/** A metric over time, with its gaps: from raw evidence, or from the API's series. */

import type { EvidenceSeries, RawEvidence } from '../../api/types';
import { isRecord, number, type Raw, records, text } from '../results/raw';

/** Value i is of the period that begins at `start + i * period`, both in milliseconds. */
export interface Series {
  key: string;
  evidenceId: string;
  /** Null for an alarm's own expression. */
  resource: string | null;
  namespace: string;
  metric: string;
  statistic: string;
  unit: string | null;
  start: number;
  period: number;
  /** Null where there was no datapoint. */
  values: (number | null)[];
  isAlarmed: boolean;
  threshold: number | null;
  baselineMean: number | null;
}

const MINUTE = 60_000;
const MOST_VALUES = 20_000;

/** The series that raw evidence holds; none for evidence of another kind. */
export function seriesOf({ evidence, raw }: RawEvidence): Series[] {
  const kept: Raw = raw ?? {};
  if (evidence.outcome !== 'success') {
    return [];
  }
  if (evidence.tool === 'query_metrics') {
    return records(kept.summaries).flatMap((each) => summary(each, evidence.id));
  }
  return evidence.tool === 'get_alarm_state' ? alarmed(kept, evidence.id) : [];
}

/** The series of the API, which all begin at once. */
export function ofApi({ evidenceId, start, periodSeconds, series }: EvidenceSeries): Series[] {
  return series.map((each) => ({
    ...each,
    resource: each.resource ?? null,
    key: keyOf(each),
    evidenceId,
    unit: each.unit ?? null,
    start: Date.parse(start),
    period: periodSeconds * 1000,
    threshold: each.threshold ?? null,
    baselineMean: each.baselineMean ?? null,
  }));
}

type Named = Pick<Series, 'namespace' | 'metric' | 'statistic'> & { resource?: string | null };

function keyOf({ resource, namespace, metric, statistic }: Named): string {
  return `${resource ?? ''}/${namespace}/${metric}/${statistic}`;
}

/** The end of the last period. */
export function endOf(series: Series): number {
  return series.start + series.values.length * series.period;
}

/** The value of the period that a moment lies in; null where there is none. */
export function valueAt({ start, period, values }: Series, at: number): number | null {
  return values[Math.floor((at - start) / period)] ?? null;
}

/** `5xx (Sum) of edge`. */
export function nameOf({ metric, statistic, resource }: Series): string {
  return `${metric} (${statistic})${resource === null ? '' : ` of ${resource}`}`;
}

/**
 * How far the values from `since` on lie from what was before, in units of what is usual before: its
 * spread, or a twentieth of its mean where it hardly varied. 0 where either side has no value.
 */
export function movement(series: Series, since: number): number {
  const split = Math.max(0, Math.ceil((since - series.start) / series.period));
  const before = known(series.values.slice(0, split));
  const after = known(series.values.slice(split));
  if (before.length === 0 || after.length === 0) {
    return 0;
  }
  const usual = mean(before);
  const spread = Math.sqrt(mean(before.map((value) => (value - usual) ** 2)));
  return Math.abs(mean(after) - usual) / Math.max(spread, Math.abs(usual) / 20, 1e-9);
}

function summary(raw: Raw, evidenceId: string): Series[] {
  const period = (number(raw.periodSeconds) ?? 60) * 1000;
  const points = timed(raw, period).filter(([at]) => Number.isFinite(at));
  const names = {
    resource: text(raw.resource) || null,
    namespace: text(raw.namespace),
    metric: text(raw.name),
    statistic: text(raw.statistic),
  };
  const placed = onGrid(points, period);
  return placed === null
    ? []
    : [
        {
          ...names,
          ...placed,
          key: keyOf(names),
          evidenceId,
          unit: null,
          period,
          isAlarmed: raw.isAlarmed === true,
          threshold: null,
          baselineMean: number(raw.baselineMean),
        },
      ];
}

/** Each value with when its period began: those of the hours before, then those of the window. */
function timed(raw: Raw, period: number): [number, number | null][] {
  const before = Array.isArray(raw.before) ? raw.before : [];
  const end = Date.parse(text(raw.beforeEnd));
  const first = end - (before.length - 1) * period;
  return [
    ...before.map((value, place): [number, number | null] => [
      first + place * period,
      number(value),
    ]),
    ...records(raw.points).map((point): [number, number | null] => [
      Date.parse(text(point.at)),
      number(point.value),
    ]),
  ];
}

/** The points one period after another: where there is none, there is a gap. */
export function onGrid(
  points: readonly (readonly [at: number, value: number | null])[],
  period: number,
): { start: number; values: (number | null)[] } | null {
  const some = points.filter(([, value]) => value !== null);
  if (some.length === 0) {
    return null;
  }
  const start = some.reduce((least, [at]) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const end = some.reduce((most, [at]) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const length = Math.min(Math.round((end - start) / period) + 1, MOST_VALUES);
  const values: (number | null)[] = new Array(length).fill(null);
  for (const [at, value] of some) {
    const place = Math.round((at - start) / period);
    if (place < length) {
      values[place] = value;
    }
  }
  return { start, values };
}

/** The values that the alarm holds against its threshold, after metric math. */
function alarmed(raw: Raw, evidenceId: string): Series[] {
  const { anchor, alarm, resources } = raw;
  if (!isRecord(anchor) || !Array.isArray(anchor.values) || !isRecord(alarm)) {
    return [];
  }
  const metric = text(alarm.metric);
  const resource = Array.isArray(resources) && resources.length === 1 ? text(resources[0]) : null;
  return [
    {
      key: `alarm/${text(alarm.name)}`,
      evidenceId,
      resource,
      namespace: text(alarm.namespace),
      metric: metric || text(alarm.name),
      statistic: text(alarm.extendedStatistic) || text(alarm.statistic) || 'expression',
      unit: text(alarm.unit) || null,
      start: Date.parse(text(anchor.start)),
      period: (number(anchor.periodSeconds) ?? 60) * 1000 || MINUTE,
      values: anchor.values.map(number),
      isAlarmed: true,
      threshold: number(alarm.threshold),
      baselineMean: null,
    },
  ];
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
