"""A scenario's telemetry, as the ports of the tools see it."""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from operator import itemgetter

from casebook.diagnosis.messages import read_alarm
from casebook.domain.change import Change
from casebook.domain.ids import CHANGE
from casebook.domain.window import Window
from casebook.domain.workload import Metric
from casebook.ports.metrics import Series
from cli.evaluation.loading import alarm_message, moment
from cli.evaluation.scenario import Datum, Scenario
from local.memory.alarm_directory import MemoryAlarmDirectory
from local.memory.telemetry import MemoryLogs, MemoryPlatformEvents


def logs_of(scenarios: Sequence[Scenario], fired_at: datetime) -> MemoryLogs:
    logs = MemoryLogs()
    lines = [line for scenario in scenarios for line in scenario.lines]
    for line in sorted(lines, key=lambda line: line.at):
        logs.write(line.group, moment(line.at, fired_at), line.message, line.stream)
    return logs


def alarms_of(scenario: Scenario, fired_at: datetime) -> MemoryAlarmDirectory:
    """The children of a composite alarm. AWS has no other alarm of a scenario, as on a stack."""
    messages = (alarm_message(child.message(), fired_at) for child in scenario.children)
    alarms = (read_alarm(json.dumps(message)) for message in messages)
    return MemoryAlarmDirectory(*(alarm for alarm in alarms if alarm is not None))


def platforms_of(scenarios: Sequence[Scenario], fired_at: datetime) -> MemoryPlatformEvents:
    """What services say, in the form that their adapters give it."""
    said: defaultdict[str, list[Change]] = defaultdict(list)
    for place, event in enumerate(event for each in scenarios for event in each.platform):
        said[event.resource].append(
            Change(
                change_id=f"{CHANGE}_{place:026}",
                at=moment(event.at, fired_at),
                kind="service-event",
                resource=event.resource,
                summary=event.message,
                source="service",
            )
        )
    return MemoryPlatformEvents(**said)


class RecordedMetrics:
    """Datapoints folded into periods, as CloudWatch does it: the end of a window is not part of it,
    and a period without a datapoint has no value."""

    def __init__(self, scenarios: Sequence[Scenario], fired_at: datetime) -> None:
        self._points: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        for datum in (datum for scenario in scenarios for datum in scenario.data):
            at = moment(datum.at, fired_at).timestamp()
            self._points[_key(datum)].append((at, datum.value))
        for points in self._points.values():
            points.sort(key=itemgetter(0))

    def query(
        self, metrics: Sequence[tuple[Metric, str]], window: Window, period_seconds: int
    ) -> list[Series]:
        return [self._series(metric, how, window, period_seconds) for metric, how in metrics]

    def _series(self, metric: Metric, statistic: str, window: Window, period: int) -> Series:
        periods: defaultdict[float, list[float]] = defaultdict(list)
        points = self._points[_key(metric)]
        start, end = window.start.timestamp(), window.end.timestamp()
        for at, value in points[bisect_left(points, (start,)) :]:
            begin = at // period * period
            if begin >= end:
                break
            if start <= begin:
                periods[begin].append(value)
        begins = sorted(periods)
        return Series(
            metric,
            statistic,
            tuple(datetime.fromtimestamp(begin, UTC) for begin in begins),
            tuple(_folded(periods[begin], statistic) for begin in begins),
        )


def _key(metric: Metric | Datum) -> str:
    dimensions = sorted(metric.dimensions.items())
    return f"{metric.namespace} {metric.name} {dimensions}"


def _folded(values: list[float], statistic: str) -> float:
    match statistic:
        case "Sum":
            return sum(values)
        case "SampleCount":
            return float(len(values))
        case "Maximum":
            return max(values)
        case "Minimum":
            return min(values)
        case _:
            return sum(values) / len(values)
