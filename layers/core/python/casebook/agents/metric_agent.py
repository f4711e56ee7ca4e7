"""The metric-agent: what AWS and the team count, against what is usual."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from casebook.agents.specialist import Call, Run, Specialist
from casebook.agents.tasks import TASKS
from casebook.reasoning.case import Case
from casebook.reasoning.rules import (
    alarm,
    backlog,
    balance,
    births,
    falls,
    health,
    latency,
    loops,
    metrics,
    origin,
    recovery,
    saturation,
    shifts,
    silence,
    throttling,
    traffic,
)
from casebook.reasoning.rules.series import has_baseline, rose
from casebook.tools.results.metrics import Metrics

if TYPE_CHECKING:
    from casebook.domain.hint import Hinted

_MOST_HINTED = 3


class MetricAgent(Specialist):
    name = "metric-agent"
    task = TASKS[name]
    rules = (
        metrics.failures_rose,
        latency.latency_rose,
        latency.slow_once,
        falls.availability_fell,
        falls.hits_fell,
        falls.certificate_ended,
        shifts.metric_shifted,
        shifts.unwell_below,
        shifts.load_followed,
        metrics.failing_service,
        metrics.unanswered_by_target,
        metrics.troubled_callee,
        metrics.quiet_resource,
        metrics.within_baseline,
        silence.unseen_in_metrics,
        alarm.alarm_now,
        alarm.alarm_breaches,
        health.back_to_baseline,
        health.ordinary_level,
        health.usual_at_this_time,
        health.usual_every_so_often,
        throttling.throttle_metric,
        throttling.took_concurrency,
        saturation.saturated,
        saturation.connections_climbed,
        saturation.work_refused,
        saturation.replica_behind,
        loops.feedback_loop,
        traffic.traffic_surge,
        traffic.calls_multiplied,
        traffic.traffic_fell,
        balance.not_delivered,
        backlog.backlog,
        backlog.backlog_trend,
        births.born,
        recovery.metric_recovered,
        recovery.latency_recovered,
        origin.ranked_origin,
    )
    subjects: ClassVar[dict[str, str]] = {
        "get_alarm_state": "The alarm's own state",
        "query_metrics": "Metrics",
        "rank_metric_causes": "The likely origin by metrics",
    }
    expected = frozenset({"query_metrics"})

    def first_calls(self) -> list[Call]:
        return [("query_metrics", {})]

    def next_calls(self, runs: Sequence[Run]) -> list[Call]:
        """How the alarm stands: after the metrics, which show whether what was read of it still
        holds. Where something rose, where it came from: by numbers that were read already."""
        found = [run.data for run in runs if isinstance(run.data, Metrics)]
        risen = any(rose(summary) for metrics in found for summary in metrics.summaries)
        ranking: list[Call] = [("rank_metric_causes", {})] if risen else []
        return [("get_alarm_state", {}), *ranking]

    def hinted_calls(self, named: "Hinted") -> list[Call]:
        return [
            ("query_metrics", {"resource": resource, "metric": metric})
            for resource, metric in named.metrics[:_MOST_HINTED]
        ]

    def gaps(self, case: Case) -> Iterable[str]:
        yield from super().gaps(case)
        yield from (each.claim for each in silence.unseen_in_metrics(case))
        for _, found in case.results(Metrics):
            seen = [summary for summary in found.summaries if summary.points]
            known = {summary.resource for summary in seen if has_baseline(summary)}
            if new := sorted({summary.resource for summary in seen} - known):
                yield (
                    f"The metrics of {', '.join(new)} do not reach back far enough before the"
                    " incident: what is usual is unknown."
                )
