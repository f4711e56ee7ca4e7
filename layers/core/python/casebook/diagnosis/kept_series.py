"""The series that evidence of metrics holds, and which metrics it is about. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from casebook.domain.alarm import Alarm
from casebook.domain.model import Json
from casebook.domain.workload import Metric, Workload
from casebook.tools.metric_reading import statistic_of
from casebook.tools.metric_summary import movement
from casebook.tools.results.alarms import AlarmReading
from casebook.tools.results.metrics import MetricCauses, Metrics, MetricSummary

_QUERY_METRICS, _RANK, _ALARM = "query_metrics", "rank_metric_causes", "get_alarm_state"
TOOLS_WITH_SERIES = (_QUERY_METRICS, _RANK, _ALARM)


class KeptSeries(NamedTuple):
    """One statistic of one metric, as the evidence holds it. `points` is empty where the evidence
    is about the metric and does not hold its values. `alarm` is the one that is held against
    these very values."""

    resource: str | None
    namespace: str
    name: str
    statistic: str
    period_seconds: int
    points: tuple[tuple[datetime, float], ...] = ()
    is_alarmed: bool = False
    alarm: Alarm | None = None
    metric: Metric | None = None
    """Its full address, where the evidence has it."""


def kept_series(tool: str, raw: Json, alarm: Alarm | None) -> list[KeptSeries]:
    """The series in the raw result of one of `TOOLS_WITH_SERIES`, the alarmed one first, then by
    how far they moved. Raises ValidationError: it is no result of that tool."""
    match tool:
        case "query_metrics":
            return _of_summaries(Metrics.model_validate(raw).summaries, alarm)
        case "rank_metric_causes":
            causes = MetricCauses.model_validate(raw)
            return [
                KeptSeries(each.resource, "", each.metric, each.statistic, 0)
                for each in causes.suspects
                if each.metric and each.statistic
            ]
        case "get_alarm_state":
            return list(_of_alarm(AlarmReading.model_validate(raw)))
    return []


def registered(series: KeptSeries, workload: Workload) -> Metric | None:
    """The metric of the workload that the series is of; None if nobody has registered it."""
    resource = workload.resource(series.resource) if series.resource else None
    known = resource.metrics if resource else ()
    return next((each for each in known if _fits(each, series)), None)


def _fits(metric: Metric, series: KeptSeries) -> bool:
    return metric.name == series.name and series.namespace in ("", metric.namespace)


def _of_summaries(found: Sequence[MetricSummary], alarm: Alarm | None) -> list[KeptSeries]:
    ordered = sorted(found, key=lambda each: (each.is_alarmed, movement(each)), reverse=True)
    return [
        KeptSeries(
            each.resource,
            each.namespace,
            each.name,
            each.statistic,
            each.period_seconds,
            each.timed,
            each.is_alarmed,
            alarm if each.is_alarmed else None,
        )
        for each in ordered
    ]


def _of_alarm(reading: AlarmReading) -> Iterable[KeptSeries]:
    """The values that the alarm is held against; of a composite one those of its children. The
    metrics that they were computed from are named, too."""
    for child in reading.children:
        yield from _of_alarm(child)
    if reading.anchor is None:
        return
    alarm, period = reading.alarm, reading.anchor.period_seconds
    points = tuple(reading.anchor.points())
    resource = reading.resources[0] if len(reading.resources) == 1 else None
    sources = [(query, query.metric) for query in alarm.sources if query.metric]
    for query, metric in sources:
        statistic = query.statistic or statistic_of(metric)
        series = KeptSeries(resource, metric.namespace, metric.name, statistic, period)
        series = series._replace(is_alarmed=True, alarm=alarm, metric=metric)
        yield series if _computes(alarm) else series._replace(points=points)
    if _computes(alarm):
        yield KeptSeries(None, "", alarm.name, "", period, points, True, alarm)


def _computes(alarm: Alarm) -> bool:
    """Whether it is held against an expression, not against a metric's own values."""
    return any(query.expression and not query.is_band for query in alarm.queries)


def threshold_of(alarm: Alarm | None, statistic: str, period_seconds: int) -> float | None:
    """The threshold, if values of this statistic and period are what it is held against."""
    if alarm is None or alarm.period_seconds != period_seconds:
        return None
    if _computes(alarm):
        return alarm.threshold if not statistic else None
    own = {query.statistic for query in alarm.sources}
    return alarm.threshold if statistic in own else None
