"""An alarm that fired, in the words of CloudWatch."""

import operator
from collections.abc import Callable
from datetime import timedelta

from pydantic import Field

from casebook.domain.model import Instant, Model
from casebook.domain.window import Window
from casebook.domain.workload import Metric, Resource, Workload

_BREACHES: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}


class Alarm(Model):
    """A change of an alarm's state. `dimensions` are those of the metric it watches, if any; a
    metric-math or composite alarm has neither metric nor threshold."""

    name: str
    description: str = ""
    state: str
    reason: str = ""
    changed_at: Instant
    account: str = ""
    region: str = ""
    namespace: str = ""
    metric: str = ""
    dimensions: dict[str, str] = Field(default_factory=dict)
    period_seconds: int = 60
    evaluation_periods: int = 1
    statistic: str = ""
    comparison: str = ""
    """As CloudWatch writes it: `GreaterThanThreshold`, `LessThanOrEqualToThreshold` …"""
    threshold: float | None = None

    def incident_window(self) -> Window:
        """When the symptom began, as far as the alarm itself can tell, up to when it fired.

        An alarm that goes off looked at `evaluation_periods` periods. One period more is added
        because datapoints are aligned to the period, not to the first error.
        """
        seconds = self.period_seconds * (self.evaluation_periods + 1)
        return Window(start=self.changed_at - timedelta(seconds=seconds), end=self.changed_at)

    def breaches(self, value: float) -> bool | None:
        """Whether the value is over the threshold, or under it where that is what is watched; None
        for an alarm that says neither."""
        if self.threshold is None or self.comparison not in _BREACHES:
            return None
        return _BREACHES[self.comparison](value, self.threshold)

    def watches(self, metric: Metric) -> bool:
        """True for the very metric that the alarm is set on."""
        address = (metric.namespace, metric.name, metric.dimensions)
        return bool(self.metric) and address == (self.namespace, self.metric, self.dimensions)

    def watched(self, workload: Workload) -> Resource | None:
        """The resource whose metric the alarm watches, else the one that a dimension names."""
        for resource in workload.resources:
            if any(map(self.watches, resource.metrics)):
                return resource
        named = filter(None, map(workload.resource, self.dimensions.values()))
        return next(named, None)
