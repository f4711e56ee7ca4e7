"""One logger and one way to count, for all of Casebook: JSON lines and EMF metrics."""

from collections.abc import Mapping

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit, single_metric

logger = Logger()


def count(name: str, value: int = 1) -> None:
    """Add to a metric in the namespace that POWERTOOLS_METRICS_NAMESPACE names."""
    with single_metric(name=name, unit=MetricUnit.Count, value=value):
        pass


def measure(values: Mapping[str, float], *dimensions: Mapping[str, str]) -> None:
    """Add to several metrics at once, beside the function's own dimension under each set of these:
    an alarm over all functions needs one that they share."""
    metrics = EphemeralMetrics()
    for each in dimensions:
        metrics.add_dimensions(**each)
    for name, value in values.items():
        metrics.add_metric(name=name, unit=MetricUnit.NoUnit, value=value)
    metrics.flush_metrics()
