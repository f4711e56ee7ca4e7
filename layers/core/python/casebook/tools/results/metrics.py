"""What tools read from metrics."""

from datetime import datetime, timedelta
from functools import cached_property

from casebook.domain.model import Instant, Model


class MetricPoint(Model):
    at: Instant
    value: float


class MetricSummary(Model):
    """One metric of one resource in the incident window, and before it as a baseline."""

    resource: str
    namespace: str
    name: str
    statistic: str
    period_seconds: int
    points: tuple[MetricPoint, ...]
    baseline_mean: float | None
    """The mean of the hour before."""
    window_total: float
    window_max: float
    before: tuple[float | None, ...] = ()
    """The value of each period of the hours before, the newest last; None where there was none."""
    before_end: Instant | None = None
    """When the last period of `before` began."""
    occasions: tuple[Instant, ...] = ()
    """When it was about as far from its usual before, in the last day or at this time a week ago;
    an earlier part of the same rise is not among them."""
    recurring_since: Instant | None = None
    """When these occasions began to come, where that is known: before it there were none."""
    is_alarmed: bool = False
    """Whether it is the very metric that the alarm watches."""
    is_seasonal: bool = False
    """Whether it was at this time of the day before, or of the week before."""

    @cached_property
    def timed_before(self) -> tuple[tuple[datetime, float], ...]:
        """The values of the hours before that there are, each with when its period began."""
        if self.before_end is None:
            return ()
        first = self.before_end - timedelta(seconds=self.period_seconds * (len(self.before) - 1))
        return tuple(
            (first + timedelta(seconds=self.period_seconds * place), value)
            for place, value in enumerate(self.before)
            if value is not None
        )

    @cached_property
    def timed(self) -> tuple[tuple[datetime, float], ...]:
        """Every value that is known, with when its period began, oldest first."""
        return (*self.timed_before, *((point.at, point.value) for point in self.points))


class Metrics(Model):
    summaries: tuple[MetricSummary, ...]


class MetricSuspect(Model):
    """A resource at which a symptom may have begun. `score` is from 0 to 1; `explained` the share
    of its own trouble that the resources which it calls account for; the rest is the metric that
    tells, as it is usual and as it was in the incident."""

    resource: str
    score: float
    explained: float
    stands_out: bool
    metric: str | None = None
    statistic: str | None = None
    usual: float | None = None
    observed: float | None = None


class MetricCauses(Model):
    """Where a metric's trouble began, the most likely resource first."""

    resource: str
    metric: str
    suspects: tuple[MetricSuspect, ...]

    @property
    def stands_out(self) -> bool:
        """False when the metrics do not tell."""
        return bool(self.suspects) and self.suspects[0].stands_out
