"""What a metric measures, read from its name, and which direction of it is harmful.

Names of metrics carry meaning (they are AWS' or the field's own words); names of nodes never do.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Value = float | None


class Kind(StrEnum):
    """What a metric is about; it decides what counts as harm and along which way it travels."""

    LATENCY = "latency"  # harmful when it rises; travels from callee to caller
    ERRORS = "errors"  # counted failures: harmful when they rise; from callee to caller
    AVAILABILITY = "availability"  # share that succeeded: harmful when it falls; the same way
    TRAFFIC = "traffic"  # harmful when it surges; travels from caller to callee
    OTHER = "other"  # processor, memory, queues: stays where it is


_NAMES: tuple[tuple[Kind, str], ...] = (
    (Kind.ERRORS, r"un-?(?:availab|success|health)"),
    (Kind.AVAILABILITY, r"availab|success"),
    (Kind.ERRORS, r"error|fault|fail|throttl|reject|5\d\d|[45]xx|time(?:d)?-?outs?\b|dropped"),
    (Kind.LATENCY, r"latency|duration|time|delay|ageof|iteratorage"),
    (Kind.TRAFFIC, r"request|invocation|^count$|messages(?:sent|received)|calls|throughput"),
)

# Of what there should be enough: harmful when it falls.
_SCARCE = re.compile(r"free|balance|remaining|healthyhost|hit_?rat(?:e|io)")

# Of several statistics of one metric the one that adds up is read: an average times its requests is
# all the time that was spent, which can be compared between a caller and what it calls.
_ABSENT = 1_000_000
_STATISTICS = ("sum", "average", "mean", "p50", "p90", "p95", "p99", "maximum")


@dataclass(frozen=True, slots=True)
class Series:
    """One metric of one node, before and during the incident; a missing value is None."""

    node: str
    metric: str
    statistic: str
    kind: Kind
    normal: tuple[Value, ...]
    incident: tuple[Value, ...]

    @property
    def harmful_sign(self) -> int:
        """1 when it is harmful to rise, -1 when it is harmful to fall."""
        return harmful_sign(self.metric)


def kind_of(metric: str) -> Kind:
    """The kind of a metric by its name; `OTHER` when the name says nothing known."""
    name = metric.lower()
    return next((kind for kind, pattern in _NAMES if re.search(pattern, name)), Kind.OTHER)


def harmful_sign(metric: str) -> int:
    """1 when it is harmful for a metric of this name to rise, -1 when it is harmful to fall."""
    kind = kind_of(metric)
    scarce = kind is Kind.OTHER and _SCARCE.search(metric.lower())
    return -1 if scarce or kind is Kind.AVAILABILITY else 1


def series_by_node(
    normal: Mapping[str, Sequence[object]], incident: Mapping[str, Sequence[object]]
) -> dict[str, dict[str, Series]]:
    """Every node's metrics, each with the statistic that says most; keys that are not
    `node|metric|statistic` are left out."""
    nodes: dict[str, dict[str, Series]] = {}
    for key in dict.fromkeys([*incident, *normal]):
        parts = key.rsplit("|", 2)
        if len(parts) != 3:
            continue
        node, metric, statistic = parts
        series = Series(
            node=node,
            metric=metric,
            statistic=statistic,
            kind=kind_of(metric),
            normal=clean(normal.get(key, ())),
            incident=clean(incident.get(key, ())),
        )
        known = nodes.setdefault(node, {}).get(metric)
        if known is None or _preference(series) < _preference(known):
            nodes[node][metric] = series
    return nodes


def clean(values: Iterable[object]) -> tuple[Value, ...]:
    """The values with everything that is no finite number as None."""
    return tuple(number(value) for value in values)


def number(value: object) -> Value:
    """The value as a finite float, None for anything else. Beyond 1e100 a number is a fault of
    whoever measured it, and its square would not be one any more."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) + 0.0 if abs(value) < 1e100 and math.isfinite(value) else None


def _preference(series: Series) -> tuple[int, int, str]:
    """The order among statistics of one metric: first those that were there during the incident."""
    counted = series.kind in (Kind.TRAFFIC, Kind.ERRORS)
    order = _STATISTICS if counted else _STATISTICS[1:]
    name = series.statistic.lower()
    missing = sum(value is None for value in series.incident) if series.incident else _ABSENT
    return (missing, order.index(name) if name in order else len(order), name)
