"""What the workload's metrics say went wrong, without saying why."""

from collections.abc import Iterator

from casebook.agents.case import Case
from casebook.agents.claims import Citing, clock
from casebook.agents.rules.series import begin_of_rise, rose
from casebook.agents.topology import callees_below, callers_of
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.tools.results import Metrics, MetricSummary

WITHIN_BASELINE = "metrics-within-baseline"
QUIET_RESOURCE = "quiet-resource"

_FAILURES = ("error", "5xx", "fault", "fail", "timeout", "deadletter", "unhealthy", "4xx", "reject")
_LATENCY = ("duration", "latency", "responsetime", "age", "delay", "lag")
_AWS_FAULTS = ("systemerrors", "5xxerrors", "internalerrors")


def is_failure(summary: MetricSummary) -> bool:
    """True for a metric that counts failures. A success rate, say, is none."""
    name = summary.name.lower()
    return any(word in name for word in _FAILURES) and "success" not in name


def counts_trouble(summary: MetricSummary) -> bool:
    """True for a metric that counts failures or refusals."""
    return is_failure(summary) or "throttle" in summary.name.lower()


def failures_rose(case: Case) -> Iterator[Finding]:
    """Failures above the hour before are the symptom as AWS or the team counts it.

    Independent of the logs: the platform counts them whether or not the code logs a word.
    """
    for evidence, each in _summaries(case):
        if not (counts_trouble(each) and (onset := begin_of_rise(each))):
            continue
        citing = Citing(evidence)
        total = citing.amount(each.window_total)
        yield case.finding(
            "failures-rose",
            FindingKind.SYMPTOM,
            f"The metric {each.name} of {each.resource} rose above the hour before,"
            f" from {clock(onset)} on{f', to a total of {total}' if total else ''}.",
            0.8,
            citing,
            resource=each.resource,
            onset=onset,
        )


def latency_rose(case: Case) -> Iterator[Finding]:
    """Slowness is a symptom of its own and often comes before failures."""
    for evidence, each in _summaries(case):
        is_latency = any(word in each.name.lower() for word in _LATENCY)
        if not is_latency or not each.baseline_mean or not (onset := begin_of_rise(each)):
            continue
        citing = Citing(evidence)
        highest = citing.amount(each.window_max)
        yield case.finding(
            "latency-rose",
            FindingKind.SYMPTOM,
            f"The metric {each.name} of {each.resource} rose far above the hour before,"
            f" from {clock(onset)} on{f', to {highest}' if highest else ''}.",
            0.6,
            citing,
            resource=each.resource,
            onset=onset,
        )


def failing_service(case: Case) -> Iterator[Finding]:
    """AWS counts SystemErrors when its own service failed: nothing of the workload's makes them.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
    """
    for evidence, each in _summaries(case):
        if each.name.lower() in _AWS_FAULTS and each.namespace.startswith("AWS/") and rose(each):
            yield case.finding(
                "failing-service",
                FindingKind.CAUSE,
                f"The AWS service behind {each.resource} failed by itself: its metric {each.name}"
                " rose above the hour before.",
                0.7,
                Citing(evidence),
                resource=each.resource,
                category="infrastructure",
                onset=begin_of_rise(each),
            )


def troubled_callee(case: Case) -> Iterator[Finding]:
    """Failures or slowness at a callee and at its caller are one trouble, and begin at the bottom.

    Only numbers tell so here: that both rose together, not what one did to the other.
    """
    workload = case.scope.workload
    for evidence, found in case.results(Metrics):
        troubled = {e.resource: e for e in found.summaries if _is_troubled(e)}
        for name, summary in troubled.items():
            above = [each for each in callers_of(workload, name) if each in troubled]
            if not above or any(each in troubled for each in callees_below(workload, name)):
                continue
            yield case.finding(
                "troubled-callee",
                FindingKind.CAUSE,
                f"{name} is in trouble together with {', '.join(sorted(above))}, which calls it:"
                f" its metric {summary.name} rose above the hour before.",
                0.55,
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
                    QUIET_RESOURCE,
                    FindingKind.RULED_OUT,
                    f"{resource} shows no more failures than in the hour before"
                    f" (metrics {', '.join(each.name for each in counted)}).",
                    0.25,
                    Citing(evidence),
                    resource=resource,
                )


def within_baseline(case: Case) -> Iterator[Finding]:
    """Metrics with datapoints, of which none that counts failures rose: no symptom."""
    for evidence, found in case.results(Metrics):
        seen = [each for each in found.summaries if each.points]
        watched = [each for each in seen if counts_trouble(each)]
        slow = [e for e in seen if any(word in e.name.lower() for word in _LATENCY)]
        if seen and not any(rose(each) for each in (*watched, *slow)):
            yield case.finding(
                WITHIN_BASELINE,
                FindingKind.CONTEXT,
                "The workload's metrics have datapoints, and no failure metric rose above the hour"
                " before.",
                0.6,
                Citing(evidence),
            )


def _is_troubled(summary: MetricSummary) -> bool:
    is_latency = any(word in summary.name.lower() for word in _LATENCY)
    return rose(summary) and (counts_trouble(summary) or bool(is_latency and summary.baseline_mean))


def _summaries(case: Case) -> Iterator[tuple[Evidence, MetricSummary]]:
    for evidence, found in case.results(Metrics):
        for summary in found.summaries:
            yield evidence, summary
