"""When the metrics of what is at fault began to lead up to an incident.

A disk fills, connections are not given back, a load rises: the alarm crosses its threshold when
most of it has happened. Such a time is no quiet time, so the rows that are about quiet times end
theirs before it.

This is deliberately another method than the product's, and cruder: the oldest third of a series is
what it was, and the lead-up is the run of datapoints outside of that, on one side of it, which goes
on into the incident.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cli.evaluation.metamorphic.moving import series_of
from cli.evaluation.metamorphic.onset import Incident
from cli.evaluation.scenario import Datum, Scenario

_FEWEST = 6  # datapoints in the oldest third
_MARGIN = 0.5  # of the range of the oldest third: what lies so near to it may be chance
_JOINS = 300.0  # a run that reaches so near to the onset goes on into the incident


def quiet_until(scenario: Scenario, incident: Incident) -> float:
    """The end of the time in which nothing shows the incident yet."""
    signs = (_lead_up(points, incident.began) for points in _of_the_cause(scenario))
    return min([incident.began, *(sign for sign in signs if sign is not None)])


def _of_the_cause(scenario: Scenario) -> Iterator[Sequence[Datum]]:
    """The series of the expected resources."""
    series = series_of(scenario.data)
    for resource in scenario.workload.resources:
        if resource.name in scenario.expected.resource:
            for metric in resource.metrics:
                key = (metric.namespace, metric.name, tuple(sorted(metric.dimensions.items())))
                yield series.get(key, ())


def _lead_up(points: Sequence[Datum], began: float) -> float | None:
    """The first datapoint of the run. None if the series was as ever when the incident began."""
    before = [datum for datum in points if datum.at < began]
    oldest = [datum.value for datum in before[: len(before) // 3]]
    if len(oldest) < _FEWEST:
        return None
    low, high = min(oldest), max(oldest)
    margin = _MARGIN * (high - low)
    for outside in (
        [datum.value > high + margin for datum in before],
        [datum.value < low - margin for datum in before],
    ):
        if outside[-1] and before[-1].at >= began - _JOINS:
            first = len(outside) - 1
            while outside[first - 1]:
                first -= 1
            return before[first].at
    return None
