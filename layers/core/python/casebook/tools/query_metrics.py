"""The tool that reads the workload's metrics."""

from datetime import UTC, datetime, timedelta

from pydantic import Field

from casebook.analysis.metric_kinds import number
from casebook.domain.model import iso
from casebook.domain.window import Window
from casebook.domain.workload import Metric
from casebook.ports import MetricSource, Series
from casebook.tools.boundary import resources_within
from casebook.tools.results import MetricPoint, Metrics, MetricSummary
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

_BASELINE = timedelta(hours=1)
_PERIOD_SECONDS = 60

# Metrics that count something are summed; a sum of a level (a queue's length, a duration) says
# nothing. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
_COUNTED = (
    "Error", "Errors", "4XXError", "5XXError", "4xx", "5xx", "Faults", "Failures", "Failed",
    "Invocations", "Requests", "Count", "Throttles", "Events", "Retries", "Timeouts", "Units",
    "MessagesSent", "MessagesReceived", "MessagesDeleted",
)  # fmt: skip
_WORST = ("Duration", "Latency", "AgeOfOldestMessage", "MessagesVisible", "ConcurrentExecutions")


class Request(Parameters):
    """Which metrics to read."""

    resource: str | None = Field(None, description="A resource of the workload; none means all.")
    metric: str | None = Field(None, description="A metric's name, e.g. `Errors`; none means all.")


class QueryMetrics(Tool[Request, Metrics]):
    """Reads the metrics of the window and of the hour before."""

    name = "query_metrics"
    description = (
        "The workload's metrics since the incident began, each with its total, its maximum, the "
        "minutes in which it was above zero, and its mean in the hour before."
    )
    cost = "metered"  # GetMetricData is charged by the metric
    parameters = Request
    data = Metrics

    def __init__(self, metrics: MetricSource) -> None:
        self._metrics = metrics

    def run(self, parameters: Request, scope: Scope) -> Found[Metrics] | NoData:
        asked = [
            (resource.name, metric)
            for resource in resources_within(scope, parameters.resource)
            for metric in resource.metrics
            if parameters.metric in (None, metric.name)
        ]
        window = _whole_periods(scope.window.reaching(scope.now))
        series = self._metrics.query(
            [(metric, statistic_of(metric)) for _, metric in asked],
            Window(start=window.start - _BASELINE, end=window.end),
            _PERIOD_SECONDS,
        )
        summaries = tuple(
            _summary(resource, each, window)
            for (resource, _), each in zip(asked, series, strict=True)
        )
        query = {**parameters.model_dump(mode="json"), "period_seconds": _PERIOD_SECONDS}
        seen = [each for each in summaries if each.points or each.baseline_mean is not None]
        if not seen:
            what = ", ".join(f"{resource} {metric.name}" for resource, metric in asked)
            return NoData(f"No datapoints of {what or 'any metric'}.", query, window)
        silent = [f"{each.resource} {each.name}" for each in summaries if each not in seen]
        notes = [f"No datapoints of {', '.join(silent)}."] if silent else []
        text = "\n".join([*map(_described, seen), *notes])
        return Found(Metrics(summaries=summaries), text, query, window)


def statistic_of(metric: Metric) -> str:
    """The statistic that says most about a metric of this name."""
    if metric.name.endswith(_WORST):
        return "Maximum"
    return "Sum" if metric.name.endswith(_COUNTED) else "Average"


def _whole_periods(window: Window) -> Window:
    """The window from the start of its first period to the end of its last; CloudWatch's datapoints
    are aligned to the period."""
    first = window.start.timestamp() // _PERIOD_SECONDS * _PERIOD_SECONDS
    last = -(-window.end.timestamp() // _PERIOD_SECONDS) * _PERIOD_SECONDS
    return Window(start=datetime.fromtimestamp(first, UTC), end=datetime.fromtimestamp(last, UTC))


def _summary(resource: str, series: Series, window: Window) -> MetricSummary:
    measured = zip(series.times, map(number, series.values), strict=True)
    pairs = [(at, value) for at, value in measured if value is not None]
    points = [MetricPoint(at=at, value=value) for at, value in pairs if at >= window.start]
    earlier = [value for at, value in pairs if at < window.start]
    return MetricSummary(
        resource=resource,
        namespace=series.metric.namespace,
        name=series.metric.name,
        statistic=series.statistic,
        period_seconds=_PERIOD_SECONDS,
        points=tuple(points),
        baseline_mean=sum(earlier) / len(earlier) if earlier else None,
        window_total=sum(point.value for point in points),
        window_max=max((point.value for point in points), default=0.0),
    )


def _described(summary: MetricSummary) -> str:
    raised = [point for point in summary.points if point.value > 0]
    said = [
        f"{summary.resource} {summary.namespace} {summary.name} "
        f"({summary.statistic} per {summary.period_seconds} s)"
    ]
    if summary.statistic == "Sum":
        said.append(f"total {summary.window_total:g}")
    if summary.points:
        said.append(f"maximum {summary.window_max:g}")
    else:
        said.append("no datapoints in the window")
    if raised:
        said.append(f"above zero from {iso(raised[0].at)} to {iso(raised[-1].at)}")
    mean = summary.baseline_mean
    said.append(
        "no datapoints in the hour before" if mean is None else f"hour before: mean {mean:g}"
    )
    values = " ".join(f"{point.at:%H:%M}={point.value:g}" for point in summary.points[-30:])
    return f"- {said[0]}: {', '.join(said[1:])}" + (f"\n  {values}" if values else "")
