"""The metrics of nodes, each with what its name tells of it (`knowledge/metrics.toml`).

Keys of recordings have no namespace, so the rows that need one do not hold here.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casebook.knowledge.metrics import MetricKind, describe_metric

Value = float | None


# Of several statistics of one metric the one that adds up is read: an average times its requests is
# all the time that was spent, which can be compared between a caller and what it calls.
_ABSENT = 1_000_000
_COUNTED = (MetricKind.TRAFFIC, MetricKind.ERRORS, MetricKind.THROTTLE)
_NUMBERS, _MOST = (int, float), 1e100
_STATISTICS = ("sum", "average", "mean", "p50", "p90", "p95", "p99", "maximum")


@dataclass(frozen=True, slots=True)
class Series:
    """One metric of one node, before and during the incident; a missing value is None."""

    node: str
    metric: str
    statistic: str
    kind: MetricKind
    normal: tuple[Value, ...]
    incident: tuple[Value, ...]

    @property
    def harmful_sign(self) -> int:
        """1 when it is harmful to rise, -1 when it is harmful to fall."""
        return describe_metric("", self.metric).harmful_sign


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
            kind=describe_metric("", metric).kind,
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
    if type(value) is float:
        return value + 0.0 if -_MOST < value < _MOST else None
    if isinstance(value, bool) or not isinstance(value, _NUMBERS):
        return None
    return float(value) + 0.0 if abs(value) < _MOST and math.isfinite(value) else None


def _preference(series: Series) -> tuple[int, int, str]:
    """The order among statistics of one metric: first those that were there during the incident."""
    counted = series.kind in _COUNTED
    order = _STATISTICS if counted else _STATISTICS[1:]
    name = series.statistic.lower()
    missing = sum(value is None for value in series.incident) if series.incident else _ABSENT
    return (missing, order.index(name) if name in order else len(order), name)
