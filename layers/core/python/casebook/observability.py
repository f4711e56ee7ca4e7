"""One logger and one way to count, for all of Casebook: JSON lines and EMF metrics."""

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

logger = Logger()


def count(name: str, value: int = 1) -> None:
    """Add to a metric in the namespace that POWERTOOLS_METRICS_NAMESPACE names."""
    with single_metric(name=name, unit=MetricUnit.Count, value=value):
        pass
