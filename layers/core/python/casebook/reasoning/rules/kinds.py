"""What a metric tells: failures, how long something takes, what comes in."""

from casebook.knowledge.metrics import MetricKind, MetricTraits, describe_metric
from casebook.tools.results.metrics import MetricSummary


def traits_of(summary: MetricSummary) -> MetricTraits:
    """What its name tells of a metric."""
    return describe_metric(summary.namespace, summary.name)


def is_failure(summary: MetricSummary) -> bool:
    """True for a metric that counts failures. A success rate, say, is none."""
    return traits_of(summary).kind is MetricKind.ERRORS


def counts_trouble(summary: MetricSummary) -> bool:
    """True for a metric that counts failures, refusals, or what is in a bad state."""
    return traits_of(summary).is_trouble


def counts_throttles(summary: MetricSummary) -> bool:
    """True for a metric that counts what was refused because of a rate or a quota."""
    return traits_of(summary).kind is MetricKind.THROTTLE


def is_latency(summary: MetricSummary) -> bool:
    """True for a metric that tells how long something takes, or waits."""
    return traits_of(summary).kind in (MetricKind.LATENCY, MetricKind.AGE)


def is_arrivals(summary: MetricSummary) -> bool:
    """True for a metric that counts what comes in."""
    return traits_of(summary).kind is MetricKind.TRAFFIC
