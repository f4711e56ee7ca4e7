"""What the workload's metrics say went wrong, without saying why."""

from collections.abc import Iterator
from datetime import timedelta

from casebook.analysis.limits import stock_of, whole_of_shares
from casebook.citing.claims import Citing, span
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import Quiet
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.kinds import counts_trouble, is_latency, traits_of
from casebook.reasoning.rules.latency import shows_harm, slowed
from casebook.reasoning.rules.series import (
    begin_of_rise,
    has_baseline,
    is_usual,
    known_before,
    limit_of,
    rose,
    summaries,
)
from casebook.reasoning.rules.silence import unseen_in_metrics
from casebook.reasoning.topology import callees_below, callers_of
from casebook.tools.results.metrics import Metrics, MetricSummary

_HIGH = 0.8
# What the table of metrics calls the subject of what a load balancer counts of its targets.
_TARGET = "target"


def failures_rose(case: Case) -> Iterator[Finding]:
    """Failures above the usual are the symptom as AWS or the team counts it.

    Independent of the logs: the platform counts them whether or not the code logs a word.
    """
    for evidence, each in summaries(case):
        if not (counts_trouble(each) and (onset := begin_of_rise(each))):
            continue
        citing = Citing(evidence)
        total = citing.amount(each.window_total)
        yield case.finding(
            "failures-rose",
            FindingKind.SYMPTOM,
            f"The metric {each.name} of {each.resource} rose above the usual,"
            f" from {span(onset, each.period_seconds)} on"
            f"{f', to a total of {total}' if total else ''}.",
            Strength.DIRECT,
            citing,
            resource=each.resource,
            onset=onset,
        )


def failing_service(case: Case) -> Iterator[Finding]:
    """AWS counts SystemErrors when its own service failed: nothing of the workload's makes them.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
    """
    for evidence, each in summaries(case):
        if traits_of(each).subject == "the AWS service itself" and rose(each):
            yield case.finding(
                "failing-service",
                FindingKind.CAUSE,
                f"The AWS service behind {each.resource} failed by itself: its metric {each.name}"
                " rose above the usual.",
                Strength.STRONG,
                Citing(evidence),
                resource=each.resource,
                category="infrastructure",
                onset=begin_of_rise(each),
            )


def unanswered_by_target(case: Case) -> Iterator[Finding]:
    """A load balancer counts apart what it answered itself because its target did not answer, or
    hung up: that measures the target, who may log nothing of it.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
    """
    for evidence, each in summaries(case):
        targets = case.scope.workload.callees_of(each.resource)
        is_target = traits_of(each).subject == _TARGET and traits_of(each).is_trouble
        if not (is_target and len(targets) == 1 and (onset := begin_of_rise(each))):
            continue
        citing = Citing(evidence)
        total = citing.amount(each.window_total)
        yield case.finding(
            "unanswered-by-target",
            FindingKind.CAUSE,
            f"{each.resource} got no answer of {targets[0]} that it could pass on: its metric"
            f" {each.name} rose above the usual{f', to a total of {total}' if total else ''}, from"
            f" {span(onset, each.period_seconds)} on.",
            Strength.WEAK,
            citing,
            resource=targets[0],
            category="dependency",
            onset=onset,
        )


def troubled_callee(case: Case) -> Iterator[Finding]:
    """Failures or slowness at a callee and at its caller are one trouble, and begin at the bottom:
    what goes wrong below later than above has another reason.

    Only numbers tell so here: that both rose together, not what one did to the other.
    """
    workload = case.scope.workload
    for evidence, found in case.results(Metrics):
        troubled = {e.resource: e for e in found.summaries if _is_troubled(e)}
        for name, summary in troubled.items():
            above = [
                each
                for each in callers_of(workload, name)
                if each in troubled and not _began_later(summary, troubled[each])
            ]
            if not above or any(each in troubled for each in callees_below(workload, name)):
                continue
            yield case.finding(
                "troubled-callee",
                FindingKind.CAUSE,
                f"{name} is in trouble together with {', '.join(sorted(above))}, which calls it:"
                f" its metric {summary.name} rose above the usual.",
                Strength.CIRCUMSTANTIAL,
                Citing(evidence),
                resource=name,
                category="dependency",
                onset=begin_of_rise(summary),
            )


def quiet_resource(case: Case) -> Iterator[Finding]:
    """A resource whose failures are counted, and did not rise, is hardly what fails.

    It speaks softly: a function that answers 503 without raising counts as a success to Lambda.
    """
    for evidence, found in case.results(Metrics):
        for resource in dict.fromkeys(each.resource for each in found.summaries):
            own = [each for each in found.summaries if each.resource == resource]
            failures = [each for each in own if counts_trouble(each)]
            counted = [each for each in failures if each.points]
            if counted and not any(rose(each) for each in failures):
                yield case.finding(
                    "quiet-resource",
                    FindingKind.RULED_OUT,
                    f"{resource} shows no more failures than usual"
                    f" (metrics {', '.join(each.name for each in counted)}).",
                    Strength.WEAK,
                    Citing(evidence),
                    resource=resource,
                    about=Quiet(),
                )


def within_baseline(case: Case) -> Iterator[Finding]:
    """Datapoints, and in none of them a sign of harm: no failure rose, nothing became slow, nothing
    ran out. It speaks for those who were seen before, too: without a history nothing is usual. And
    it says nothing while what the alarm watches, or its resource, is not seen: the others' quiet is
    no answer."""
    for evidence, found in case.results(Metrics):
        seen = [each for each in found.summaries if each.points]
        known = {each.resource for each in seen if has_baseline(each)}
        alarmed = case.scope.alarmed
        unknown = {each.resource for each in seen} - known
        if (
            not known
            or (alarmed and alarmed.name in unknown)
            or any(unseen_in_metrics(case))
            or any(shows_harm(e, found.summaries) for e in seen)
        ):
            continue
        resources = ", ".join(dict.fromkeys(e.resource for e in seen if e.resource in known))
        regular = [each for each in seen if is_usual(each) and _is_high(each)]
        told = "".join(
            f" {each.name} of {each.resource} is as high as it is every so often."
            for each in regular[:2]
        )
        yield case.finding(
            "metrics-within-baseline",
            FindingKind.CONTEXT,
            f"The metrics of {resources} have datapoints, and no failure metric rose above the"
            f" usual.{told}",
            Strength.CIRCUMSTANTIAL,
            Citing(evidence),
            about=Quiet(),
        )


def _is_high(summary: MetricSummary) -> bool:
    """True if somebody who does not know what is usual would say that it rose."""
    values = [point.value for point in summary.points]
    if stock_of(summary.namespace, summary.name):
        whole = whole_of_shares((*known_before(summary), *values), is_aws=True)
        return max(values) >= _HIGH * whole
    return max(values) > limit_of(summary) and (is_latency(summary) or counts_trouble(summary))


def _began_later(one: MetricSummary, other: MetricSummary) -> bool:
    """True if the one's trouble began in a later period than the other's, by more than chance puts
    between two that are counted apart."""
    late, early = begin_of_rise(one), begin_of_rise(other)
    period = timedelta(seconds=max(one.period_seconds, other.period_seconds))
    return late is not None and early is not None and late > early + period


def _is_troubled(summary: MetricSummary) -> bool:
    return slowed(summary) or (counts_trouble(summary) and rose(summary))
