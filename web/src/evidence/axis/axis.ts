/** What stands on a diagnosis' time axis, and on which evidence each of it rests. */

import type { Change, Evidence, EvidenceSeries, RawEvidence } from '../../api/types';
import type { DiagnosisState } from '../../fold/diagnosis';
import { endOf, movement, ofApi, type Series, seriesOf } from '../charts/series';
import { number, type Raw, records, text } from '../results/raw';

export interface AxisEvent {
  key: string;
  kind: 'change' | 'alarm';
  at: number;
  /** The earliest that it can have been, where that is not known better. */
  notBefore: number | null;
  what: string;
  resource: string | null;
  /** Whether the report says that this change did it. */
  isCause: boolean;
  evidenceId: string | null;
}

export interface Axis {
  /** When the incident's window begins, and how far there are data. */
  since: number;
  first: number;
  last: number;
  onset: { from: number; to: number } | null;
  events: AxisEvent[];
  /** Error lines by resource, most first. */
  errors: Series[];
  /** The deciding ones first. */
  metrics: Series[];
}

const READ = ['query_metrics', 'get_alarm_state', 'get_log_patterns', 'list_changes'];
const MINUTE = 60_000;

/** The ids of the evidence that the axis is drawn from: of each tool the newest, the widest first. */
export function evidenceOfAxis(evidence: readonly Evidence[]): string[] {
  return READ.flatMap((tool) => {
    const found = evidence.filter((each) => each.tool === tool && each.outcome === 'success');
    const whole = found.filter(({ query }) => isWhole(query));
    const newest = (whole.length > 0 ? whole : found).at(-1);
    return newest === undefined ? [] : [newest.id];
  });
}

/**
 * Null while the incident's window is not known. `wider` are metrics over more time, in the place of
 * those that the evidence holds.
 */
export function axisOf(
  state: DiagnosisState,
  found: readonly RawEvidence[],
  wider?: EvidenceSeries,
): Axis | null {
  if (!state.window) {
    return null;
  }
  const since = Date.parse(state.window.start);
  const kept = found.flatMap(seriesOf);
  const read = new Map((wider ? ofApi(wider) : []).map((series) => [series.key, series]));
  const series = kept.map((each) => read.get(each.key) ?? each);
  const metrics = ranked(withThreshold(series), state, since);
  const errors = found.flatMap(errorSeries);
  const events = eventsOf(state, found);
  const ends = [...metrics, ...errors].map(endOf);
  const starts = [...metrics, ...errors].map(({ start }) => start);
  return {
    since,
    first: Math.min(since - 30 * MINUTE, ...starts),
    last: Math.max(Date.parse(state.window.end), ...ends, ...events.map(({ at }) => at)),
    onset: onsetOf(state),
    events,
    errors,
    metrics,
  };
}

/** The part that is shown first: the incident, an hour before it, and the change that did it. */
export function nearRange(axis: Axis): { from: number; to: number } {
  const cause = axis.events.find(({ isCause }) => isCause)?.at ?? axis.since;
  const margin = (axis.last - axis.since) / 20;
  const before = Math.min(axis.since - 30 * MINUTE, cause - 5 * MINUTE);
  return { from: Math.max(axis.first, before), to: axis.last + margin };
}

/** When the symptom began: as the report says, else as the alarm's own metric does. */
function onsetOf({ report, anchor }: DiagnosisState): Axis['onset'] {
  if (report?.since) {
    const to = Date.parse(report.since.onset);
    return { from: report.since.notBefore ? Date.parse(report.since.notBefore) : to, to };
  }
  return anchor?.onset
    ? { from: Date.parse(anchor.onset.start), to: Date.parse(anchor.onset.end) }
    : null;
}

function eventsOf(state: DiagnosisState, found: readonly RawEvidence[]): AxisEvent[] {
  const listed = found.flatMap(({ evidence, raw }) =>
    evidence.tool === 'list_changes'
      ? (records((raw as Raw | null)?.changes) as unknown as Change[]).map(
          (change) => [change, evidence.id] as const,
        )
      : [],
  );
  const told = state.findings.flatMap(({ change, evidence }) =>
    change ? [[change, evidence[0] ?? null] as const] : [],
  );
  const changes = new Map(
    [...told, ...listed].map(([change, id]) => [change.changeId, { change, id }]),
  );
  const cause = state.report?.change?.changeId;
  const events = [...changes.values()].map(
    ({ change, id }): AxisEvent => ({
      key: change.changeId,
      kind: 'change',
      at: Date.parse(change.at),
      notBefore: change.notBefore ? Date.parse(change.notBefore) : null,
      what: `${change.resource}: ${change.kind}${change.actor ? ` by ${change.actor}` : ''}: ${change.summary}`,
      resource: change.resource,
      isCause: change.changeId === cause,
      evidenceId: id,
    }),
  );
  const { alarm } = state;
  if (alarm) {
    events.push({
      key: 'alarm',
      kind: 'alarm',
      at: Date.parse(alarm.changedAt),
      notBefore: null,
      what: `The alarm ${alarm.name} fired${alarm.reason ? `: ${alarm.reason}` : ''}`,
      resource: state.anchor?.resource ?? null,
      isCause: false,
      evidenceId: state.evidence.find(({ tool }) => tool === 'alarm')?.id ?? null,
    });
  }
  return events.filter(({ at }) => Number.isFinite(at)).toSorted((a, b) => a.at - b.at);
}

/** How many error lines came when, as `get_log_patterns` counted them. */
function errorSeries({ evidence, raw }: RawEvidence): Series[] {
  const kept: Raw = raw ?? {};
  return evidence.tool !== 'get_log_patterns'
    ? []
    : records(kept.errorCounts).map((counts) => ({
        key: `errors/${text(counts.resource)}`,
        evidenceId: evidence.id,
        resource: text(counts.resource),
        namespace: '',
        metric: 'Error lines',
        statistic: 'count',
        unit: null,
        start: Date.parse(text(counts.start)),
        period: (number(counts.periodSeconds) ?? 60) * 1000,
        values: Array.isArray(counts.values) ? counts.values.map(number) : [],
        isAlarmed: false,
        threshold: null,
        baselineMean: null,
      }));
}

/** The alarm's own series gives its threshold to the metric that it is, and else stands for itself. */
function withThreshold(series: readonly Series[]): Series[] {
  const own = series.find(({ key }) => key.startsWith('alarm/'));
  const others = series.filter((each) => each !== own);
  if (own === undefined) {
    return others;
  }
  const same = others.find(
    (each) => each.isAlarmed && each.metric === own.metric && each.namespace === own.namespace,
  );
  return same === undefined
    ? [own, ...others]
    : others.map((each) => (each === same ? { ...each, threshold: own.threshold } : each));
}

/** The one that is held against the threshold, those that the leading hypothesis rests on, then those that moved most. */
function ranked(series: readonly Series[], state: DiagnosisState, since: number): Series[] {
  const [leading] = state.report?.hypotheses ?? state.hypotheses;
  const claims = [...(leading?.supports ?? []), ...state.findings].map(({ claim }) => claim);
  const weight = (each: Series) =>
    (each.threshold === null ? 0 : 4) +
    (each.isAlarmed ? 2 : 0) +
    (claims.some((claim) => mentions(claim, each)) ? 1 : 0);
  return series
    .map((each) => ({ each, weight: weight(each), moved: movement(each, since) }))
    .toSorted((a, b) => b.weight - a.weight || b.moved - a.moved)
    .map(({ each }) => each);
}

/** Whether a claim speaks of this metric of this resource. */
export function mentions(claim: string, { metric, resource }: Series): boolean {
  return claim.includes(metric) && (resource === null || claim.includes(resource));
}

function isWhole({ resource, metric }: Evidence['query']): boolean {
  return (resource ?? null) === null && (metric ?? null) === null;
}
