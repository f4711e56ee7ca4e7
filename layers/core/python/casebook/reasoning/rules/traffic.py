"""More, or less, came in than usual."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import fmean

from casebook.citing.claims import Citing, span
from casebook.domain.finding import Finding, FindingKind
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.kinds import is_arrivals, is_failure
from casebook.reasoning.rules.loops import loop_of
from casebook.reasoning.rules.series import begin_of_rise, by_history, is_usual, rose, usual_of
from casebook.reasoning.topology import callers_of
from casebook.tools.results.metrics import Metrics, MetricSummary

_SURGE = 3.0
_LONG, _FEW = timedelta(minutes=30), 3
# A job that was not running and runs now; a few calls after an idle hour are no load.
_MANY_FROM_NOTHING = 1_000


def traffic_surge(case: Case) -> Iterator[Finding]:
    """Three times the usual arrivals, begun no later than the failures: load nobody planned for.

    Failures make arrivals too: Lambda tries an asynchronous event three times, and clients retry.
    So the failures are taken off before arrivals are compared, and a surge that begins after them
    is their echo. What surges behind a caller is that caller's load, or its doing.
    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
    """
    for evidence, found in case.results(Metrics):
        for each in found.summaries:
            onset = _surged_since(each, found)
            owner = case.scope.workload.resource(each.resource)
            if owner and owner.type == "http" and callers_of(case.scope.workload, owner.name):
                continue  # what is asked of others is asked by us
            if onset is None or _callers_that_count(case, each, found):
                continue
            citing = Citing(evidence)
            yield case.finding(
                "traffic-surge",
                FindingKind.CAUSE,
                f"{each.resource} had far more traffic than usual from"
                f" {span(onset, each.period_seconds)} on{_against(each, citing)}.",
                by_history(each, Strength.STRONG),
                citing,
                resource=each.resource,
                category="traffic",
                onset=onset,
            )


def calls_multiplied(case: Case) -> Iterator[Finding]:
    """A callee gets three times its calls while its only caller gets no more than usual: the caller
    asks again and again. Nobody else can have made them, unless calls go in a circle."""
    for evidence, found in case.results(Metrics):
        for each in found.summaries:
            callers = _callers_that_count(case, each, found)
            onset = begin_of_rise(each) if is_arrivals(each) and each.baseline_mean else None
            if onset is None or len(callers) != 1:
                continue
            if loop_of(case.scope.workload, each.resource):
                continue  # rules/loops.py
            (caller,) = callers
            if any(rose(e) for e in found.summaries if e.resource == caller and is_arrivals(e)):
                continue
            citing = Citing(evidence)
            yield case.finding(
                "calls-multiplied",
                FindingKind.CAUSE,
                f"{caller} calls {each.resource} far more often than usual from"
                f" {span(onset, each.period_seconds)} on, as retries do, with no more calls coming"
                f" in itself{_against(each, citing)}.",
                Strength.STRONG,
                citing,
                resource=caller,
                category="traffic",
                onset=onset,
            )


def traffic_fell(case: Case) -> Iterator[Finding]:
    """No arrivals where there always were some: what fails stands before this resource."""
    for evidence, found in case.results(Metrics):
        for each in found.summaries:
            usual = each.baseline_mean or 0.0
            whole = [point.value for point in each.points[:-1]]
            if is_arrivals(each) and usual >= 3 and whole and max(whole) < usual / 5:
                yield case.finding(
                    "traffic-fell",
                    FindingKind.SYMPTOM,
                    f"{each.resource} has far less traffic than usual"
                    f"{_against(each, Citing(evidence))}.",
                    Strength.CIRCUMSTANTIAL,
                    Citing(evidence),
                    resource=each.resource,
                    onset=each.points[0].at,
                )


def _surged_since(arrivals: MetricSummary, found: Metrics) -> datetime | None:
    """When the arrivals surged; None if they did not, or only as the echo of failures."""
    if not is_arrivals(arrivals) or arrivals.baseline_mean is None:
        return None
    if not arrivals.baseline_mean and arrivals.window_total < _MANY_FROM_NOTHING:
        return None
    failures = [e for e in found.summaries if e.resource == arrivals.resource and is_failure(e)]
    began = min(filter(None, map(begin_of_rise, failures)), default=None)
    onset = begin_of_rise(arrivals) or _began_to_work(arrivals)
    if onset is None or (began and onset > began) or not _surges_without(failures, arrivals):
        return None
    return onset


def _began_to_work(arrivals: MetricSummary) -> datetime | None:
    """When it began to be at three times what it was long before, if it has been ever since: a job
    that started a good while before the alarm has made the hour before its own."""
    usual = _of_long_ago(arrivals)
    if usual is None or is_usual(arrivals) or not arrivals.points:
        return None
    onset = None
    for at, value in reversed(arrivals.timed):
        if value < _SURGE * max(usual, 1.0):
            break
        onset = at
    return onset


def _of_long_ago(arrivals: MetricSummary) -> float | None:
    """The mean of what was more than half an hour before the window."""
    older = [value for at, value in arrivals.timed_before if _is_long_ago(at, arrivals)]
    return fmean(older) if len(older) >= _FEW else None


def _is_long_ago(at: datetime, arrivals: MetricSummary) -> bool:
    return bool(arrivals.points) and arrivals.points[0].at - at > _LONG


def _callers_that_count(case: Case, summary: MetricSummary, found: Metrics) -> set[str]:
    """Those who call this resource, if of every one of them it is known how much came in."""
    workload = case.scope.workload
    # Two that call each other are no one's load but their own.
    mutual = set(workload.callees_of(summary.resource))
    callers = callers_of(workload, summary.resource) - mutual
    counted = {each.resource for each in found.summaries if is_arrivals(each) and each.points}
    return callers if callers <= counted else set()


def _surges_without(failures: list[MetricSummary], arrivals: MetricSummary) -> bool:
    """True if the arrivals that did not fail, plus one try of each that did, are still a surge."""
    failed: dict[datetime, float] = {}
    for each in failures:
        for point in each.points:
            failed[point.at] = max(failed.get(point.at, 0.0), point.value)
    long_ago = _of_long_ago(arrivals)
    usual = usual_of(arrivals) if long_ago is None else min(usual_of(arrivals), long_ago)
    return any(
        point.value - failed.get(point.at, 0.0) * 2 / 3 >= _SURGE * usual
        for point in arrivals.points
    )


def _against(summary: MetricSummary, citing: Citing) -> str:
    """`, up to 900 a minute against 120`, as far as the excerpt has the numbers."""
    highest = citing.amount(summary.window_max)
    usual = citing.amount(summary.baseline_mean or 0.0)
    if highest is None or usual is None:
        return ""
    return f": at most {highest} against a mean of {usual} ({summary.name})"
