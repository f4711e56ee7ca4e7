"""What is counted of every run of a tool; `casebook.observability.meter_tool` writes it."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from casebook.observability import NAMESPACE
from casebook.wiring import tool_names

TOOLS = tool_names()
# Fewer runs say little: a diagnosis that asks for what is gone is no broken tool.
FEWEST_RUNS = 5
FAILING_PERCENT = 50
FAILING_PERIOD = cdk.Duration.minutes(15)


def graphs() -> list[list[cloudwatch.IWidget]]:
    """The dashboard's rows about tools."""
    return [
        [_graph("Tool runs", "ToolRuns", "Sum"), _graph("Tool errors", "ToolErrors", "Sum")],
        [
            _graph("Tool duration, 95th percentile", "ToolDuration", "p95"),
            _graph("Bytes that tools brought back", "ToolBytes", "Sum"),
        ],
        [_graph("Tool runs without data", "ToolNoData", "Sum")],
    ]


def failing(tool: str) -> cloudwatch.MathExpression:
    """The percentage of a tool's runs that failed; zero where there were too few to tell."""
    return cloudwatch.MathExpression(
        expression=f"IF(runs >= {FEWEST_RUNS}, 100 * errors / runs, 0)",
        label=f"{tool}: percent failed",
        period=FAILING_PERIOD,
        using_metrics={
            "runs": _metric("ToolRuns", tool, "Sum"),
            "errors": _metric("ToolErrors", tool, "Sum"),
        },
    )


def _graph(title: str, name: str, statistic: str) -> cloudwatch.GraphWidget:
    metrics = [_metric(name, tool, statistic) for tool in TOOLS]
    return cloudwatch.GraphWidget(title=title, left=metrics, width=12)


def _metric(name: str, tool: str, statistic: str) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=NAMESPACE,
        metric_name=name,
        dimensions_map={"service": "tools", "tool": tool},
        statistic=statistic,
        label=tool,
    )
