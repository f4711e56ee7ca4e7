/**
 * Links to CloudWatch with the query and the window of the evidence.
 *
 * Only where the page there shows what the tool asked: lines by filter pattern (a link a log group),
 * lines by Logs Insights, the alarm, and metrics whose dimensions are known.
 */

import type { RawEvidence } from '../../api/types';
import { isRecord, number, type Raw, records, text } from '../results/raw';
import { type ConsoleValue, consoleOf, jsurl, twice } from './console';
import { insightsQuery } from './insights';

export interface CloudWatchLink {
  label: string;
  href: string;
}

interface Asked {
  query: Raw;
  raw: Raw;
  start: string;
  end: string;
  region: string;
}

const MOST_GROUPS = 8;
const MOST_METRICS = 12;
/** All lines of a window: Logs Insights brings back 10,000 at most. */
const ALL_LINES = 10_000;
const MINUTE = 60_000;

/** None for tools that do not ask CloudWatch, and for evidence without data to link by. */
export function cloudWatchLinks({ evidence, raw }: RawEvidence, region: string): CloudWatchLink[] {
  const { query, window, tool } = evidence;
  const asked = { query, raw: raw ?? {}, start: window.start, end: window.end, region };
  return LINKS[tool]?.(asked) ?? [];
}

const LINKS: Readonly<Record<string, (asked: Asked) => CloudWatchLink[]>> = {
  search_logs: (asked) => {
    const { pattern, contains, regex, limit } = asked.query;
    const texts = strings(contains);
    if (texts.length > 0 || text(regex) !== '') {
      return insights(asked, insightsQuery(texts, text(regex), number(limit) ?? 100));
    }
    return groupsOf(asked)
      .slice(0, MOST_GROUPS)
      .map((group) => ({
        label: `Open ${group} in CloudWatch`,
        href: filtered(asked, group, text(pattern)),
      }));
  },
  get_log_patterns: (asked) => insights(asked, insightsQuery([], '', ALL_LINES)),
  get_recent_logs: (asked) =>
    insights(asked, insightsQuery([], '', number(asked.query.lines) ?? 500)),
  alarm: (asked) => alarmLinks(asked, asked.raw),
  get_alarm_state: (asked) => (isRecord(asked.raw.alarm) ? alarmLinks(asked, asked.raw.alarm) : []),
  query_metrics: (asked) => {
    const metrics = records(asked.raw.summaries)
      .flatMap((each) => addressed(each))
      .slice(0, MOST_METRICS);
    return metrics.length === 0 ? [] : [graph(asked, metrics, number(asked.query.period_seconds))];
  },
};

function groupsOf({ query, raw }: Asked): string[] {
  const named = strings(query.log_groups);
  const seen = records(raw.kinds).map((kind) => text(kind.logGroup));
  return [...new Set(named.length > 0 ? named : seen)].filter((group) => group !== '');
}

function insights(asked: Asked, query: string): CloudWatchLink[] {
  const groups = groupsOf(asked);
  const detail = jsurl({
    end: asked.end,
    start: asked.start,
    timeType: 'ABSOLUTE',
    tz: 'UTC',
    editorString: query,
    isLiveTail: false,
    source: groups,
  });
  const href = `${consoleOf(asked.region)}logsV2:logs-insights$3FqueryDetail$3D${detail}`;
  return groups.length === 0 ? [] : [{ label: 'Open in Logs Insights', href }];
}

function filtered(asked: Asked, group: string, pattern: string): string {
  const times = `start$3D${Date.parse(asked.start)}$26end$3D${Date.parse(asked.end)}`;
  const filter = pattern === '' ? '' : `filterPattern$3D${twice(pattern)}$26`;
  return `${consoleOf(asked.region)}logsV2:log-groups/log-group/${twice(group)}/log-events$3F${filter}${times}`;
}

function alarmLinks(asked: Asked, alarm: Raw): CloudWatchLink[] {
  const name = text(alarm.name);
  const opened = {
    label: 'Open the alarm in CloudWatch',
    href: `${consoleOf(asked.region)}alarmsV2:alarm/${encodeURIComponent(name)}`,
  };
  const { namespace, metric, dimensions } = alarm;
  if (text(namespace) === '' || text(metric) === '' || !isRecord(dimensions)) {
    return name === '' ? [] : [opened];
  }
  const line = [
    text(namespace),
    text(metric),
    ...Object.entries(dimensions).flatMap(([key, value]) => [key, text(value)]),
    { stat: text(alarm.extendedStatistic) || text(alarm.statistic) || 'Average' },
  ];
  const drawn = graph(asked, [line], number(alarm.periodSeconds));
  return name === '' ? [drawn] : [opened, drawn];
}

/** Namespaces whose metrics Casebook reads by this one dimension, which is the resource's name. */
const DIMENSIONS: Readonly<Record<string, string>> = {
  'AWS/Lambda': 'FunctionName',
  'AWS/SQS': 'QueueName',
};

function addressed(summary: Raw): ConsoleValue[][] {
  const dimension = DIMENSIONS[text(summary.namespace)];
  return dimension === undefined
    ? []
    : [
        [
          text(summary.namespace),
          text(summary.name),
          dimension,
          text(summary.resource),
          { stat: text(summary.statistic) },
        ],
      ];
}

/** A graph of the window and of as much before it, at least an hour: what is usual is seen beside it. */
function graph(asked: Asked, metrics: ConsoleValue[][], period: number | null): CloudWatchLink {
  const [start, end] = [Date.parse(asked.start), Date.parse(asked.end)];
  const before = Math.max(end - start, 60 * MINUTE);
  const shown = jsurl({
    view: 'timeSeries',
    stacked: false,
    metrics,
    region: asked.region,
    period: period ?? 60,
    start: new Date(start - before).toISOString(),
    end: asked.end,
  });
  const label = metrics.length === 1 ? 'Open the metric' : `Open ${metrics.length} metrics`;
  return {
    label: `${label} in CloudWatch`,
    href: `${consoleOf(asked.region)}metricsV2:graph=${shown}`,
  };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
