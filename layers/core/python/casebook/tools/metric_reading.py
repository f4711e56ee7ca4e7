"""One read of CloudWatch for every tool that works with the workload's metrics.

GetMetricData is billed by the metric and limited by the account, and an alarm's metrics are looked
at by more than one tool. So what was read for a moment is kept for whoever asks about the same
moment, and what was usual before the incident is not read again by a later round.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain

from casebook.analysis.metric_kinds import number
from casebook.domain.window import Window
from casebook.domain.workload import Metric, Resource
from casebook.knowledge.metrics import MetricKind, describe_metric
from casebook.ports.metrics import MetricSource, Series
from casebook.tools.tool import Scope

BEFORE = timedelta(hours=3)
"""How far back every period is read."""
DAY, WEEK = timedelta(days=1), timedelta(days=7)
_MINUTE = 60
# The day before is read in five minutes at a time: enough to see that a level was reached.
_COARSE = 300
# What has its time of day comes a little earlier or later.
SLACK = timedelta(minutes=15)
# CloudWatch keeps minutes for 15 days and five minutes for 63, and then hours.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
_KEPT = ((timedelta(days=15), _MINUTE), (timedelta(days=63), _COARSE))
_HOUR = 3_600
_MOST_PERIODS = 1_440


@dataclass(frozen=True, slots=True)
class Recording:
    """One statistic of one metric: `recent` from three hours before the window up to its end, and
    `earlier` what it was the day before and at the same time a week ago.

    A sum of a longer period is given for a period of `recent`'s length. Only finite numbers.
    """

    resource: str
    metric: Metric
    statistic: str
    recent: tuple[tuple[datetime, float], ...]
    earlier: tuple[tuple[datetime, float], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read for one moment. `window` begins and ends with a period."""

    window: Window
    period_seconds: int
    recordings: tuple[Recording, ...]


Pairs = tuple[tuple[Metric, str], ...]


class MetricReading:
    """Reads the workload's registered metrics; safe to use from several threads."""

    def __init__(self, metrics: MetricSource) -> None:
        self._metrics = metrics
        self._lock = threading.Lock()
        self._newest: tuple[object, Reading] | None = None
        self._history: tuple[object, list[list[Series]]] | None = None

    def read(self, scope: Scope, resources: Sequence[Resource]) -> Reading:
        """Every statistic of every metric of these resources. Whoever asks while another reads
        waits for that answer."""
        key = (scope, tuple(resources))
        with self._lock:
            if self._newest is None or self._newest[0] != key:
                self._newest = (key, self._read(scope, _asked(resources)))
            return self._newest[1]

    def _read(self, scope: Scope, asked: Sequence[tuple[str, Metric, str]]) -> Reading:
        period = period_for(scope.window, scope.now)
        window = whole_periods(scope.window.reaching(scope.now), period)
        pairs = tuple((metric, statistic) for _, metric, statistic in asked)
        if not pairs:
            return Reading(window, period, ())
        whole = Window(start=window.start - BEFORE, end=window.end)
        recent = self._metrics.query(pairs, whole, period)
        earlier = self._earlier(pairs, window, period, scope)
        found = []
        for place, (resource, metric, statistic) in enumerate(asked):
            past = [_finite(series[place], period / _COARSE) for series in earlier]
            now = _finite(recent[place])
            found.append(Recording(resource, metric, statistic, now, tuple(chain(*past))))
        return Reading(window, period, tuple(found))

    def _earlier(
        self, pairs: Pairs, window: Window, period: int, scope: Scope
    ) -> list[list[Series]]:
        """What was before an incident does not change while one looks at it."""
        if period > _COARSE or scope.now - window.start > _KEPT[0][0] - WEEK:
            return []
        key = (pairs, scope.window)
        if self._history is None or self._history[0] != key:
            stretches = (
                Window(start=window.start - DAY - SLACK, end=window.start - BEFORE),
                Window(start=window.start - WEEK - SLACK, end=window.end - WEEK + SLACK),
            )
            read = [
                self._metrics.query(pairs, whole_periods(each, _COARSE), _COARSE)
                for each in stretches
            ]
            self._history = (key, read)
        return self._history[1]


def statistic_of(metric: Metric) -> str:
    """The statistic that says most about a metric of this name."""
    return describe_metric(metric.namespace, metric.name).statistic


def period_for(window: Window, now: datetime) -> int:
    """The shortest period in seconds that CloudWatch still has for the whole window, and that does
    not give more values than anybody can look at."""
    age = now - (window.start - BEFORE)
    kept = next((seconds for limit, seconds in _KEPT if age < limit), _HOUR)
    wide = (window.duration + BEFORE).total_seconds() / _MOST_PERIODS
    return max(kept, -(-int(wide) // _MINUTE) * _MINUTE)


def whole_periods(window: Window, seconds: int) -> Window:
    """The window from the start of its first period to the end of its last; CloudWatch's datapoints
    are aligned to the period."""
    first = window.start.timestamp() // seconds * seconds
    last = -(-window.end.timestamp() // seconds) * seconds
    return Window(start=datetime.fromtimestamp(first, UTC), end=datetime.fromtimestamp(last, UTC))


def _asked(resources: Sequence[Resource]) -> list[tuple[str, Metric, str]]:
    """Every metric with the statistic that says most; times with their average too, since averages
    add up along calls and the worst ones do not."""
    asked = []
    for resource in resources:
        for metric in resource.metrics:
            traits = describe_metric(metric.namespace, metric.name)
            asked.append((resource.name, metric, traits.statistic))
            if traits.kind is MetricKind.LATENCY and traits.statistic == "Maximum":
                asked.append((resource.name, metric, "Average"))
    return asked


def _finite(series: Series, share: float = 1.0) -> tuple[tuple[datetime, float], ...]:
    """The series' values that are numbers; of a sum the share that falls to a shorter period."""
    factor = share if series.statistic == "Sum" else 1.0
    pairs = zip(series.times, series.values, strict=True)
    return tuple(
        (at, known * factor) for at, value in pairs if (known := number(value)) is not None
    )
