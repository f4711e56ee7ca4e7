"""Several stretches of the same metrics: in one read where its answer is small enough.

GetMetricData is billed by the metric of a request and not by the datapoint, but a request has one
window. So what two stretches have between them is read too, and left out again, as long as there is
little of it to transfer and parse.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from casebook.domain.window import Window
from casebook.domain.workload import Metric
from casebook.ports.metrics import MetricSource, Series

# Half of what an answer of GetMetricData holds. To parse so many takes about half a second.
_MOST_DATAPOINTS = 50_000


def read_stretches(
    metrics: MetricSource,
    asked: Sequence[tuple[Metric, str]],
    stretches: Sequence[Window],
    period_seconds: int,
) -> list[list[Series]]:
    """For each stretch one series of each (metric, statistic), in the order asked for."""
    if not asked or not stretches:
        return [[] for _ in stretches]
    whole = [whole_periods(stretch, period_seconds) for stretch in stretches]
    span = Window(start=min(w.start for w in whole), end=max(w.end for w in whole))
    if len(asked) * span.duration.total_seconds() / period_seconds > _MOST_DATAPOINTS:
        return [metrics.query(asked, window, period_seconds) for window in whole]
    read = metrics.query(asked, span, period_seconds)
    return [[_within(series, window) for series in read] for window in whole]


def whole_periods(window: Window, seconds: int) -> Window:
    """The window from the start of its first period to the end of its last; CloudWatch's datapoints
    are aligned to the period."""
    first = window.start.timestamp() // seconds * seconds
    last = -(-window.end.timestamp() // seconds) * seconds
    return Window(start=datetime.fromtimestamp(first, UTC), end=datetime.fromtimestamp(last, UTC))


def _within(series: Series, window: Window) -> Series:
    """The datapoints of a window, whose end is not part of it."""
    kept = [
        (at, value)
        for at, value in zip(series.times, series.values, strict=True)
        if window.start <= at < window.end
    ]
    times, values = zip(*kept, strict=True) if kept else ((), ())
    return Series(series.metric, series.statistic, times, values)
