"""One logger and one way to count, for all of Casebook: JSON lines and EMF metrics."""

from collections.abc import Mapping

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit, single_metric

logger = Logger()

NAMESPACE = "Casebook"
"""Of every metric that Casebook measures."""


def count(name: str, value: int = 1) -> None:
    """Add to a metric."""
    with single_metric(name=name, unit=MetricUnit.Count, value=value, namespace=NAMESPACE):
        pass


def meter_tool(tool: str, outcome: str, milliseconds: int, raw_bytes: int) -> None:
    """One run of a tool, as one line with five metrics under the dimension `tool`.

    The constant `service` keeps Powertools from adding the function's name, which would make as
    many metrics again for every function that runs the tool; infra/tool_metrics.py reads these.
    """
    metrics = EphemeralMetrics(namespace=NAMESPACE, service="tools")
    metrics.add_dimension("tool", tool)
    metrics.add_metric("ToolRuns", MetricUnit.Count, 1)
    metrics.add_metric("ToolErrors", MetricUnit.Count, int(outcome == "error"))
    metrics.add_metric("ToolNoData", MetricUnit.Count, int(outcome == "no-data"))
    metrics.add_metric("ToolDuration", MetricUnit.Milliseconds, milliseconds)
    metrics.add_metric("ToolBytes", MetricUnit.Bytes, raw_bytes)
    metrics.flush_metrics()


def measure(values: Mapping[str, float], *dimensions: Mapping[str, str]) -> None:
    """Add to several metrics at once, beside the function's own dimension under each set of these:
    an alarm over all functions needs one that they share."""
    metrics = EphemeralMetrics(namespace=NAMESPACE)
    for each in dimensions:
        metrics.add_dimensions(**each)
    for name, value in values.items():
        metrics.add_metric(name=name, unit=MetricUnit.NoUnit, value=value)
    metrics.flush_metrics()
