"""The metric that a scenario's alarm watches, evaluated as CloudWatch does."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cli.evaluation.metamorphic.moving import SeriesKey, series_of
from cli.evaluation.scenario import Alarm, Datum, Scenario

_BREACHES: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
# CloudWatch writes SUM and AVERAGE; other writers shorten them.
_STATISTICS = {"SUM": "Sum", "AVERAGE": "Average", "AVG": "Average", "MAXIMUM": "Maximum"}
_STATISTICS |= {"MAX": "Maximum", "MINIMUM": "Minimum", "MIN": "Minimum"}
_STATISTICS |= {"SAMPLE_COUNT": "SampleCount", "SAMPLECOUNT": "SampleCount"}


@dataclass(frozen=True)
class Watched:
    """A single metric with a static threshold, and its datapoints."""

    trigger: dict[str, Any]
    namespace: str
    name: str
    dimensions: dict[str, str]
    statistic: str
    period: float
    needed: int
    comparison: str
    threshold: float
    points: Sequence[Datum]

    @property
    def rises(self) -> bool:
        return self.comparison.startswith("Greater")

    @property
    def key(self) -> SeriesKey:
        return self.namespace, self.name, tuple(sorted(self.dimensions.items()))

    def breaches(self, value: float) -> bool:
        return _BREACHES[self.comparison](value, self.threshold)

    def folded(self, points: Sequence[Datum] | None = None) -> list[tuple[float, float]]:
        """Begin and value of each period up to the alarm. Periods are aligned to the alarm."""
        return folded(self.points if points is None else points, self.statistic, self.period)

    def breach_began(self) -> float | None:
        """Begin of the run of breaching periods that the alarm is about. One or two quiet periods
        in between do not end it. None if nothing breaches near the alarm."""
        periods = self.folded()
        breaching = [begin for begin, value in periods if self.breaches(value)]
        if not breaching or breaching[-1] < -self.period * (self.needed + 3):
            return None
        first = breaching[-1]
        for begin in reversed(breaching[:-1]):
            if first - begin > 3 * self.period:
                break
            first = begin
        return first


def folded(points: Sequence[Datum], statistic: str, period: float) -> list[tuple[float, float]]:
    periods: dict[int, list[float]] = defaultdict(list)
    for datum in points:
        if datum.at <= 0:
            periods[int(datum.at // period)].append(datum.value)
    return [(number * period, _value(periods[number], statistic)) for number in sorted(periods)]


def watched_by(scenario: Scenario) -> Watched | None:
    """None for an alarm on an expression, a percentile, or other alarms."""
    return _watched(scenario.alarm, scenario)


def _watched(alarm: Alarm, scenario: Scenario) -> Watched | None:
    trigger = alarm.message().get("Trigger") or {}
    statistic = _STATISTICS.get(str(trigger.get("Statistic") or "").upper())
    comparison, threshold = str(trigger.get("ComparisonOperator")), trigger.get("Threshold")
    if not trigger.get("MetricName") or statistic is None or comparison not in _BREACHES:
        return None
    if threshold is None:
        return None
    dimensions = {
        str(item.get("name", item.get("Name"))): str(item.get("value", item.get("Value")))
        for item in trigger.get("Dimensions") or ()
    }
    key = (trigger["Namespace"], trigger["MetricName"], tuple(sorted(dimensions.items())))
    return Watched(
        trigger=trigger,
        namespace=trigger["Namespace"],
        name=trigger["MetricName"],
        dimensions=dimensions,
        statistic=statistic,
        period=float(trigger.get("Period") or 60),
        needed=int(trigger.get("DatapointsToAlarm") or trigger.get("EvaluationPeriods") or 1),
        comparison=comparison,
        threshold=float(threshold),
        points=series_of(scenario.data).get(key, ()),
    )


def _value(values: Sequence[float], statistic: str) -> float:
    match statistic:
        case "Sum":
            return sum(values)
        case "Maximum":
            return max(values)
        case "Minimum":
            return min(values)
        case "SampleCount":
            return float(len(values))
        case _:
            return sum(values) / len(values)
