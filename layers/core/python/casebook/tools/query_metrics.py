"""The tool that reads the workload's metrics."""

from pydantic import Field

from casebook.ports.metrics import MetricSource
from casebook.tools.boundary import resources_within
from casebook.tools.metric_reading import MetricReading, statistic_of
from casebook.tools.metric_summary import movement, summary_of, told, without_harm
from casebook.tools.results.metrics import Metrics
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool


class Request(Parameters):
    """Which metrics to read."""

    resource: str | None = Field(None, description="A resource of the workload; none means all.")
    metric: str | None = Field(None, description="A metric's name, e.g. `Errors`; none means all.")


class QueryMetrics(Tool[Request, Metrics]):
    """Reads the metrics of the window, of the hours before, and of the day and week before."""

    name = "query_metrics"
    description = (
        "The workload's metrics since the incident began, each with its total, its maximum, the "
        "minutes in which it was above zero, what is usual by the hours before, and the earlier "
        "occasions in the day before, or at this time a week ago, at which it was as unusual."
    )
    cost = "metered"  # GetMetricData is charged by the metric
    parameters = Request
    data = Metrics

    def __init__(self, metrics: MetricSource | MetricReading) -> None:
        self._reading = metrics if isinstance(metrics, MetricReading) else MetricReading(metrics)

    def run(self, parameters: Request, scope: Scope) -> Found[Metrics] | NoData:
        reading = self._reading.read(scope, resources_within(scope, parameters.resource))
        window = reading.window
        summaries = without_harm(
            summary_of(each, window, reading.period_seconds, scope.alarm)
            for each in reading.recordings
            if parameters.metric in (None, each.metric.name)
            and each.statistic == statistic_of(each.metric)
        )
        query = {**parameters.model_dump(mode="json"), "period_seconds": reading.period_seconds}
        seen = [each for each in summaries if each.points or each.before]
        if not seen:
            what = ", ".join(f"{each.resource} {each.name}" for each in summaries)
            return NoData(f"No datapoints of {what or 'any metric'}.", query, window)
        silent = [f"{each.resource} {each.name}" for each in summaries if each not in seen]
        notes = [f"No datapoints of {', '.join(silent)}."] if silent else []
        # What moved comes first: a long text is shortened in its middle.
        text = "\n".join([*notes, *map(told, sorted(seen, key=movement, reverse=True))])
        return Found(Metrics(summaries=summaries), text, query, window)
