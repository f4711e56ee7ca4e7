"""An alarm as CloudWatch defines it, and the change of its state that somebody was told of."""

import operator
from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Literal

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
_LONGEST_NAME = 255
_BAND = "ANOMALY_DETECTION_BAND"

PROSE = frozenset({"description", "reason"})
"""The fields of an alarm that are words; AWS is asked by the others."""

MissingData = Literal["missing", "notBreaching", "breaching", "ignore"]


class AlarmForm(StrEnum):
    """What an alarm is set on."""

    METRIC = "metric"  # one metric against a threshold
    MATH = "math"  # an expression of several metrics against a threshold
    ANOMALY = "anomaly"  # a metric or expression against the band of its usual values
    COMPOSITE = "composite"  # a rule over the states of other alarms
    BARE = "bare"  # nothing that was told: a log alarm, or a message without its trigger


class AlarmQuery(Model):
    """One line of a metric-math alarm: a metric by its statistic, or an expression over others."""

    id: str
    metric: Metric | None = None
    statistic: str = ""
    """As CloudWatch asks for it: `Sum`, `p99`, `tm90` …"""
    period_seconds: int | None = None
    unit: str = ""
    expression: str = ""
    label: str = ""
    returns_data: bool = True

    @property
    def is_band(self) -> bool:
        return self.expression.replace(" ", "").upper().startswith(_BAND)


class AlarmTransition(Model):
    """One change of an alarm's state, as its history has it."""

    at: Instant
    before: str
    after: str


class Alarm(Model):
    """A change of an alarm's state. `dimensions` are those of the one metric that it watches, if it
    is one; `queries` are what a metric-math or anomaly alarm is made of, `rule` what a composite
    one is, and `children` the names of the alarms that made the composite one change."""

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
    datapoints_to_alarm: int | None = None
    """M of N, where N is `evaluation_periods`; None: all of them."""
    statistic: str = ""
    extended_statistic: str = ""
    """`p99`, `tm90` … in the place of `statistic`."""
    unit: str = ""
    comparison: str = ""
    """As CloudWatch writes it: `GreaterThanThreshold`, `LessThanLowerThreshold` …"""
    threshold: float | None = None
    threshold_metric: str = ""
    """The id of the query that is the band of an anomaly alarm."""
    treat_missing_data: MissingData | None = None
    queries: tuple[AlarmQuery, ...] = ()
    rule: str = ""
    children: tuple[str, ...] = ()

    @property
    def form(self) -> AlarmForm:
        if self.rule:
            return AlarmForm.COMPOSITE
        if self.threshold_metric:
            return AlarmForm.ANOMALY
        if any(query.expression for query in self.queries):
            return AlarmForm.MATH
        return AlarmForm.METRIC if self.metric else AlarmForm.BARE

    @property
    def needed(self) -> int:
        """How many of the evaluated datapoints must breach."""
        return min(self.datapoints_to_alarm or self.evaluation_periods, self.evaluation_periods)

    @property
    def missing_data(self) -> MissingData:
        """What is made of a missing datapoint. Alarms on DynamoDB ignore it unless told otherwise.
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
        """
        is_table = self.namespace == "AWS/DynamoDB"
        return self.treat_missing_data or ("ignore" if is_table else "missing")

    @property
    def watches_a_floor(self) -> bool:
        """True for an alarm that fires when there is too little of something."""
        return self.comparison.startswith("LessThan") and "OrGreater" not in self.comparison

    @property
    def sources(self) -> tuple[AlarmQuery, ...]:
        """Every metric that must be read to evaluate the alarm, each by its statistic."""
        if found := tuple(query for query in self.queries if query.metric):
            return found
        if not (self.metric and self.namespace) or len(self.metric) > _LONGEST_NAME:
            return ()
        metric = Metric(namespace=self.namespace, name=self.metric, dimensions=self.dimensions)
        statistic = self.extended_statistic or self.statistic
        return (AlarmQuery(id="m1", metric=metric, statistic=statistic, unit=self.unit),)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return tuple(query.metric for query in self.sources if query.metric)

    def incident_window(self) -> Window:
        """When the symptom began, as far as the alarm itself can tell, up to when it fired.

        An alarm that goes off looked at `evaluation_periods` periods. One period more is added
        because datapoints are aligned to the period, not to the first error.
        """
        seconds = self.period_seconds * (self.evaluation_periods + 1)
        return Window(start=self.changed_at - timedelta(seconds=seconds), end=self.changed_at)

    def breaches(self, value: float) -> bool | None:
        """Whether one datapoint of the alarm's own statistic and period breaches the threshold,
        over it or under it, whichever is watched; None for an alarm that has none."""
        if self.threshold is None or self.comparison not in _BREACHES:
            return None
        return _BREACHES[self.comparison](value, self.threshold)

    def leaves(self, value: float, lower: float, upper: float) -> bool | None:
        """Whether a datapoint lies outside of the band, on a side that is watched."""
        match self.comparison:
            case "LessThanLowerOrGreaterThanUpperThreshold":
                return value < lower or value > upper
            case "LessThanLowerThreshold":
                return value < lower
            case "GreaterThanUpperThreshold":
                return value > upper
        return None

    def watches(self, metric: Metric) -> bool:
        """True for a metric that the alarm is set on, alone or with others."""
        return metric in self.metrics

    def watched(self, workload: Workload) -> Resource | None:
        """The resource whose metric the alarm watches, else the one that a dimension names."""
        for resource in workload.resources:
            if any(map(self.watches, resource.metrics)):
                return resource
        named = filter(None, map(workload.resource, self.dimension_values))
        return next(named, None)

    @property
    def dimension_values(self) -> tuple[str, ...]:
        """The values of the dimensions of everything that it watches."""
        values = [*self.dimensions.values()]
        for metric in self.metrics:
            values += metric.dimensions.values()
        return tuple(dict.fromkeys(values))


def only_metric(queries: Sequence[AlarmQuery]) -> AlarmQuery | None:
    """The one metric of an alarm that is set on it alone, or against its band; else None."""
    metrics = [query for query in queries if query.metric]
    computed = [query for query in queries if query.expression and not query.is_band]
    return metrics[0] if len(metrics) == 1 and not computed else None
