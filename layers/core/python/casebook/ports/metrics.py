"""Metrics."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from casebook.domain.window import Window
from casebook.domain.workload import Metric


class Series(NamedTuple):
    """A metric over time: one value a period, at the period's start; none where none was put."""

    metric: Metric
    statistic: str
    times: tuple[datetime, ...]
    values: tuple[float, ...]


class MetricSource(Protocol):
    def query(
        self, metrics: Sequence[tuple[Metric, str]], window: Window, period_seconds: int
    ) -> list[Series]:
        """One series for each (metric, statistic), in the order asked for."""
        ...
