"""Work that makes its own work: a cycle in the calls that turns ever faster."""

from collections.abc import Iterator

from casebook.citing.claims import Citing, clock
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.workload import Workload
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.kinds import is_arrivals
from casebook.reasoning.rules.series import begin_of_rise, rose, usual_of
from casebook.reasoning.topology import callees_below, callers_of
from casebook.tools.results.metrics import Metrics, MetricSummary

_FAR_MORE = 3.0


def feedback_loop(case: Case) -> Iterator[Finding]:
    """Calls that go in a circle and grow while no more comes in from outside of it: each turn makes
    the next. A platform that stops such a loop counts what it dropped.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
    """
    workload = case.scope.workload
    for evidence, found in case.results(Metrics):
        for resource in workload.resources:
            loop = loop_of(workload, resource.name)
            own = [each for each in found.summaries if each.resource == resource.name]
            dropped = [each for each in own if "recursive" in each.name.lower() and rose(each)]
            surged = [each for each in own if loop and _surged(each)]
            if not dropped and (not surged or _is_fed(workload, loop, found)):
                continue
            shown = (dropped or surged)[0]
            citing = Citing(evidence)
            onset = begin_of_rise(shown)
            amount = citing.amount(shown.window_max)
            others = ", ".join(sorted(loop - {resource.name}))
            yield case.finding(
                "feedback-loop",
                FindingKind.CAUSE,
                f"{resource.name} feeds itself{f' through {others}' if others else ''}: its metric"
                f" {shown.name} rose{f' to {amount}' if amount else ''}"
                f"{f' from {clock(onset)} on' if onset else ''}, and no more came in from outside.",
                Strength.DIRECT if dropped else Strength.STRONG,
                citing,
                resource=resource.name,
                category="traffic",
                onset=onset,
            )


def loop_of(workload: Workload, name: str) -> set[str]:
    """Everything that lies on a circle of calls with the resource, itself among them; empty if it
    lies on none."""
    on_it = {other for other in callees_below(workload, name)
             if name in callees_below(workload, other)}  # fmt: skip
    return {name, *on_it} if on_it or name in workload.callees_of(name) else set()


def _surged(summary: MetricSummary) -> bool:
    usual = usual_of(summary)
    return is_arrivals(summary) and rose(summary) and summary.window_max >= _FAR_MORE * usual


def _is_fed(workload: Workload, loop: set[str], found: Metrics) -> bool:
    """True if more came in from a caller outside of the loop."""
    feeding = set[str]().union(*(callers_of(workload, name) for name in loop)) - loop
    return any(e.resource in feeding and is_arrivals(e) and rose(e) for e in found.summaries)
