"""One read of CloudWatch for every tool that works with the workload's metrics.

GetMetricData is billed by the metric and limited by the account, and an alarm's metrics are looked
at by more than one tool. So what was read for a moment is kept for whoever asks about the same
moment; what was usual before the incident is read of those metrics alone that left it, and not
again by a later round.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from casebook.analysis.metric_kinds import number
from casebook.analysis.recurrence import excursion
from casebook.domain.window import Window
from casebook.domain.workload import Metric, Resource
from casebook.knowledge.metrics import MetricKind, describe_metric
from casebook.ports.metrics import MetricSource, Series
from casebook.tools.metric_stretches import read_stretches, whole_periods
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

Pair = tuple[Metric, str]
Points = tuple[tuple[datetime, float], ...]
_Key = tuple[str, str, tuple[tuple[str, str], ...], str]


@dataclass(frozen=True, slots=True)
class Recording:
    """One statistic of one metric: `recent` from three hours before the window up to its end, and
    `earlier` what it was the day before and at the same time a week ago, where that is of interest:
    of the statistic that says most, if it left its usual or has nothing right before the window.

    A sum of a longer period is given for a period of `recent`'s length. Only finite numbers.
    """

    resource: str
    metric: Metric
    statistic: str
    recent: Points
    earlier: Points = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read for one moment. `window` begins and ends with a period."""

    window: Window
    period_seconds: int
    recordings: tuple[Recording, ...]


@dataclass(frozen=True, slots=True)
class _History:
    """What is known of the time before one incident window, by metric and statistic."""

    window: Window
    series: dict[_Key, list[Series]]


class MetricReading:
    """Reads the workload's registered metrics; safe to use from several threads."""

    def __init__(self, metrics: MetricSource) -> None:
        self._metrics = metrics
        self._lock = threading.Lock()
        self._newest: tuple[object, Reading] | None = None
        self._history: _History | None = None

    def read(self, scope: Scope, resources: Sequence[Resource]) -> Reading:
        """Every statistic of every metric of these resources. Whoever asks while another reads
        waits for that answer."""
        key = (scope, tuple(resources))
        with self._lock:
            if self._newest is None or self._newest[0] != key:
                self._newest = (key, self._read(scope, _asked(resources)))
            return self._newest[1]

    def _read(self, scope: Scope, asked: Sequence[tuple[str, Metric, str]]) -> Reading:
        period, window = period_and_window(scope)
        if not asked:
            return Reading(window, period, ())
        pairs = [(metric, statistic) for _, metric, statistic in asked]
        whole = Window(start=window.start - BEFORE, end=window.end)
        recent = [_finite(series) for series in self._metrics.query(pairs, whole, period)]
        asked_before = [
            pair
            for pair, points in zip(pairs, recent, strict=True)
            if _has_question(*pair, points, window)
        ]
        earlier = self._earlier(asked_before, window, period, scope)
        found = []
        for (resource, metric, statistic), points in zip(asked, recent, strict=True):
            past = earlier.get(_key(metric, statistic), ())
            finite = (_finite(series, period / _COARSE) for series in past)
            found.append(Recording(resource, metric, statistic, points, tuple(chain(*finite))))
        return Reading(window, period, tuple(found))

    def _earlier(
        self, pairs: Sequence[Pair], window: Window, period: int, scope: Scope
    ) -> Mapping[_Key, list[Series]]:
        """What was before an incident does not change while one looks at it: only what was not
        read before is read."""
        if period > _COARSE or scope.now - window.start > _KEPT[0][0] - WEEK:
            return {}
        if self._history is None or self._history.window != scope.window:
            self._history = _History(scope.window, {})
        known = self._history.series
        new = {_key(*pair): pair for pair in pairs if _key(*pair) not in known}
        stretches = (
            Window(start=window.start - DAY - SLACK, end=window.start - BEFORE),
            Window(start=window.start - WEEK - SLACK, end=window.end - WEEK + SLACK),
        )
        read = read_stretches(self._metrics, list(new.values()), stretches, _COARSE)
        known |= {key: [one[place] for one in read] for place, key in enumerate(new)}
        return {_key(*pair): known[_key(*pair)] for pair in pairs}


def statistic_of(metric: Metric) -> str:
    """The statistic that says most about a metric of this name."""
    return describe_metric(metric.namespace, metric.name).statistic


def period_and_window(scope: Scope) -> tuple[int, Window]:
    """At which period the scope's metrics are read, and the whole periods of its window up to
    now."""
    period = period_for(scope.window, scope.now)
    return period, whole_periods(scope.window.reaching(scope.now), period)


def period_for(window: Window, now: datetime) -> int:
    """The shortest period in seconds that CloudWatch still has for the whole window, and that does
    not give more values than anybody can look at."""
    wide = (window.duration + BEFORE).total_seconds() / _MOST_PERIODS
    return shortest_period(int(wide), now - (window.start - BEFORE))


def shortest_period(seconds: int, age: timedelta) -> int:
    """The shortest period of at least so many seconds that CloudWatch still has of so long ago."""
    kept = next((period for limit, period in _KEPT if age < limit), _HOUR)
    return max(kept, -(-seconds // _MINUTE) * _MINUTE)


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


def _has_question(metric: Metric, statistic: str, recent: Points, window: Window) -> bool:
    """Whether anybody wants to know what the metric was a day and a week ago."""
    if statistic != statistic_of(metric):
        return False
    before = [value for at, value in recent if at < window.start]
    inside = [value for at, value in recent if at >= window.start]
    sign = describe_metric(metric.namespace, metric.name).harmful_sign
    return not before or excursion(before, inside, sign) is not None


def _key(metric: Metric, statistic: str) -> _Key:
    return metric.namespace, metric.name, tuple(sorted(metric.dimensions.items())), statistic


def _finite(series: Series, share: float = 1.0) -> Points:
    """The series' values that are numbers; of a sum the share that falls to a shorter period."""
    factor = share if series.statistic == "Sum" else 1.0
    pairs = zip(series.times, series.values, strict=True)
    return tuple(
        (at, known * factor) for at, value in pairs if (known := number(value)) is not None
    )
