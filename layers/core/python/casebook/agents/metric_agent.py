"""The metric-agent: what AWS and the team count, against the hour before."""

from collections.abc import Iterable
from typing import ClassVar

from casebook.agents.case import Case
from casebook.agents.rules import exhaustion, metrics, recovery, silence, throttling, traffic
from casebook.agents.rules import input as inputs
from casebook.agents.specialist import Call, Specialist
from casebook.tools.results import Metrics


class MetricAgent(Specialist):
    name = "metric-agent"
    task = "Compare the metrics with the hour before: failures, throttles, traffic, saturation."
    rules = (
        metrics.failures_rose,
        metrics.latency_rose,
        metrics.failing_service,
        metrics.troubled_callee,
        metrics.quiet_resource,
        metrics.within_baseline,
        throttling.throttle_metric,
        exhaustion.saturated,
        traffic.traffic_surge,
        traffic.traffic_fell,
        inputs.backlog,
        recovery.metric_recovered,
        silence.unseen_in_metrics,
    )
    subjects: ClassVar[dict[str, str]] = {"query_metrics": "Metrics"}
    expected = frozenset({"query_metrics"})

    def first_calls(self) -> list[Call]:
        return [("query_metrics", {})]

    def gaps(self, case: Case) -> Iterable[str]:
        yield from super().gaps(case)
        yield from (each.claim for each in silence.unseen_in_metrics(case))
        for _, found in case.results(Metrics):
            new = {e.resource for e in found.summaries if e.points and e.baseline_mean is None}
            old = {e.resource for e in found.summaries if e.baseline_mean is not None}
            if new and not old:
                yield "The metrics have no datapoints in the hour before: what is usual is unknown."
