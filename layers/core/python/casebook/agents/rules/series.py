"""What a metric's numbers say against the hour before."""

import math
from datetime import datetime

from casebook.tools.results import MetricPoint, MetricSummary

_ADDING = ("sum", "samplecount")


def rose(summary: MetricSummary, factor: float = 3.0) -> bool:
    """True when some period is far above the usual: `factor` times, and more than chance makes.

    Counts scatter by the root of their mean; for other statistics only the factor is asked for.
    With no baseline, anything above zero has risen.
    """
    return begin_of_rise(summary, factor) is not None


def begin_of_rise(summary: MetricSummary, factor: float = 3.0) -> datetime | None:
    """The start of the first period that is far above the usual."""
    limit = _limit(summary, factor)
    return next((point.at for point in summary.points if point.value > limit), None)


def end_of_rise(summary: MetricSummary, factor: float = 3.0) -> datetime | None:
    """The start of the last period that is far above the usual."""
    limit = _limit(summary, factor)
    return next((point.at for point in reversed(summary.points) if point.value > limit), None)


def counts(summary: MetricSummary) -> bool:
    """True for a statistic that adds up, such as a number of errors."""
    return summary.statistic.lower() in _ADDING


def between(summary: MetricSummary, begin: datetime, end: datetime) -> list[MetricPoint]:
    """The points whose periods begin after `begin`, up to and including `end`."""
    return [point for point in summary.points if begin < point.at <= end]


def _limit(summary: MetricSummary, factor: float) -> float:
    usual = summary.baseline_mean or 0.0
    scatter = 3 * math.sqrt(max(usual, 0.0)) if counts(summary) else 0.0
    return max(factor * usual, usual + scatter)
