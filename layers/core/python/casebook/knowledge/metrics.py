"""What a metric measures, which direction of it is harm, and how its numbers behave, by its name.

Names of metrics carry meaning, for they are AWS' or the field's own words; names of resources never
do. The table is `metrics.toml`; it is read when it is first asked.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from casebook.knowledge.catalogue import known
from casebook.knowledge.words import words_of

if TYPE_CHECKING:
    from casebook.knowledge.metric_table import MetricTable


class MetricKind(StrEnum):
    """What a metric is about."""

    ERRORS = "errors"  # what failed, counted or as a share
    LATENCY = "latency"  # how long something takes
    AVAILABILITY = "availability"  # the share that succeeded
    TRAFFIC = "traffic"  # what comes in
    THROTTLE = "throttle"  # what was refused because of a rate or a quota
    SATURATION = "saturation"  # how much of a resource is used
    HEADROOM = "headroom"  # how much of a resource is left
    AGE = "age"  # how old the oldest is, how far behind
    BACKLOG = "backlog"  # how much waits
    STATE = "state"  # of hosts, pods, replicas and checks
    WORK = "work"  # what was done: deletes, commits, deliveries
    LOAD = "load"  # how much is moved: sessions, IOPS, bytes
    OPENED = "connections-opened"  # new connections, which are no requests
    OTHER = "other"


class Harm(StrEnum):
    """The direction that is harmful."""

    RISE = "rise"
    FALL = "fall"
    EITHER = "either"
    NONE = "none"


class Shape(StrEnum):
    """How the numbers behave.

    A `counter` only grows, by its name's convention; whether its values do is for them to say: the
    CloudWatch agent publishes the increase of Prometheus' counters.
    """

    COUNT = "count"  # events of a period
    COUNTER = "counter"  # events since a start
    LEVEL = "level"  # a stock, or a rate
    DURATION = "duration"
    SHARE = "share"  # percent, or a part of one
    AGE = "age"  # rises a second a second while nothing is done


@dataclass(frozen=True, slots=True)
class MetricTraits:
    """What a name tells of its metric. `unit` is CloudWatch's word; `statistic` is the one that
    says most; `subject` is what is used, left, followed or refused."""

    kind: MetricKind
    harm: Harm
    shape: Shape
    statistic: str
    unit: str | None = None
    subject: str | None = None

    @property
    def is_trouble(self) -> bool:
        """Whether it tells what went wrong: failures, refusals, hosts or pods in a bad state."""
        is_bad_state = self.kind is MetricKind.STATE and self.harm is Harm.RISE
        return is_bad_state or self.kind in (MetricKind.ERRORS, MetricKind.THROTTLE)

    @property
    def harmful_sign(self) -> int:
        """-1 when only its fall is harmful, else 1."""
        return -1 if self.harm is Harm.FALL else 1


def describe_metric(namespace: str, name: str) -> MetricTraits:
    """The traits of a metric. Without a namespace (empty) the rows of all namespaces hold that
    need none. Never raises; a name that says nothing is `OTHER`, harmful either way."""
    return _described(known().metrics, namespace, name)


@lru_cache(maxsize=4_096)
def _described(table: "MetricTable", namespace: str, name: str) -> MetricTraits:
    return table.describe(namespace, words_of(name))
