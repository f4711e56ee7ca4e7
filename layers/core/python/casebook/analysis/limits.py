"""Which metrics have an end: a share that cannot exceed the whole, or a stock that runs out."""

from collections.abc import Iterable
from typing import NamedTuple

from casebook.knowledge.metrics import MetricKind, Shape, describe_metric


class Stock(NamedTuple):
    """What a metric tells the use of; `is_free` when it tells what is left of it."""

    what: str
    is_free: bool


def stock_of(namespace: str, metric: str) -> Stock | None:
    """What a metric tells the use of; None when it has no end that is known."""
    traits = describe_metric(namespace, metric)
    if traits.subject is None:
        return None
    if traits.kind is MetricKind.HEADROOM and traits.unit != "Days":
        return Stock(traits.subject, is_free=True)
    if traits.kind is MetricKind.SATURATION and traits.shape is Shape.SHARE:
        return Stock(traits.subject, is_free=False)
    return None


def holds_connections(namespace: str, metric: str) -> bool:
    """True for a metric that tells how many connections are held at a time."""
    traits = describe_metric(namespace, metric)
    is_held = traits.kind is MetricKind.SATURATION and traits.subject == "connections"
    return is_held and traits.shape is Shape.LEVEL


def whole_of_shares(values: Iterable[float], is_aws: bool) -> float:
    """100 for a share in percent, 1 for a part of one. AWS tells percent; others are judged by
    their size."""
    return 100.0 if is_aws or any(value > 1.5 for value in values) else 1.0
