"""What models cost and tools ask of AWS, as `casebook.budget.metering` measures it, for alarms and
dashboard."""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from casebook.observability import NAMESPACE
from infra.stage import Stage

DAY = cdk.Duration.days(1)
HOUR = cdk.Duration.hours(1)


def total(stage: Stage, name: str, period: cdk.Duration) -> cloudwatch.Metric:
    """A metric of all functions of the stage."""
    return cloudwatch.Metric(
        namespace=NAMESPACE,
        metric_name=name,
        dimensions_map={"stage": stage.name},
        statistic="Sum",
        period=period,
    )


def widgets(stage: Stage) -> list[list[cloudwatch.IWidget]]:
    """Three rows: what was spent, what was refused, and what tools asked of AWS."""
    tokens = ("ModelInputTokens", "ModelCachedTokens", "ModelOutputTokens")
    troubles = ("ModelCallsRefused", "ReservationsFailed", "UnpricedModelCalls")
    return [
        [
            _graph("Model dollars an hour, by model", _each(stage, "ModelCostUsd", "model")),
            _graph("Model dollars an hour, by workload", _each(stage, "ModelCostUsd", "workload")),
        ],
        [
            _graph("Model tokens an hour", *(total(stage, name, HOUR) for name in tokens)),
            _graph(
                "Model calls refused, not reserved, of unknown price",
                *(total(stage, name, HOUR) for name in troubles),
            ),
        ],
        [
            _graph(
                "Requests to AWS an hour, and bookings that failed",
                total(stage, "AwsRequests", HOUR),
                total(stage, "BookingsFailed", HOUR),
            ),
            _graph("Bytes that Logs Insights scanned an hour", total(stage, "BytesScanned", HOUR)),
        ],
    ]


def _each(stage: Stage, name: str, dimension: str) -> cloudwatch.MathExpression:
    """A line for every value of the dimension that there is; an alarm cannot have this."""
    search = f'{{{NAMESPACE},stage,{dimension}}} MetricName="{name}" stage="{stage.name}"'
    return cloudwatch.MathExpression(
        expression=f"SEARCH('{search}', 'Sum', {HOUR.to_seconds()})",
        using_metrics={},
        label="",
        period=HOUR,
    )


def _graph(title: str, *metrics: cloudwatch.IMetric) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=list(metrics), width=12)
