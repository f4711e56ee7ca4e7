"""More was asked of something than it is allowed to give."""

from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import MetricShift
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.kinds import counts_throttles
from casebook.reasoning.rules.series import begin_of_rise, rose, usual_of
from casebook.tools.results.metrics import Metrics

_FAR_MORE = 5
_MANY = 100


def throttle_metric(case: Case) -> Iterator[Finding]:
    """AWS counts a throttled request only when it refused one: above the usual is proof."""
    for evidence, metrics in case.results(Metrics):
        for each in metrics.summaries:
            if counts_throttles(each) and rose(each):
                citing = Citing(evidence)
                total = citing.amount(each.window_total)
                yield case.finding(
                    "throttle-metric",
                    FindingKind.CAUSE,
                    f"{each.resource} refused requests: its metric {each.name} rose above the"
                    f" usual{f', to a total of {total}' if total else ''}.",
                    Strength.DIRECT,
                    citing,
                    resource=each.resource,
                    category="throttling",
                    onset=begin_of_rise(each),
                )


def took_concurrency(case: Case) -> Iterator[Finding]:
    """A function runs in far more copies than ever while others are refused: all functions of a
    region draw on one pool, and this one has taken it.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
    """
    functions = {each.name for each in case.scope.workload.resources if each.type == "lambda"}
    for evidence, found in case.results(Metrics):
        refused = {e.resource for e in found.summaries if counts_throttles(e) and rose(e)}
        for each in found.summaries:
            is_running = each.resource in functions and each.name == "ConcurrentExecutions"
            is_far_more = each.window_max >= max(_MANY, _FAR_MORE * usual_of(each))
            if not (is_running and is_far_more and refused - {each.resource} and rose(each)):
                continue
            citing = Citing(evidence)
            most = citing.amount(each.window_max)
            yield case.finding(
                "took-concurrency",
                FindingKind.CAUSE,
                f"{each.resource} takes the concurrency that the functions share"
                f"{f': up to {most} run at once' if most else ''} (ConcurrentExecutions), far more"
                " than usual, while others are throttled.",
                Strength.STRONG,
                citing,
                resource=each.resource,
                category="throttling",
                onset=begin_of_rise(each),
                about=MetricShift(of="concurrency"),
            )
