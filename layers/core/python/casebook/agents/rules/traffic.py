"""More, or less, came in than usual."""

from collections.abc import Iterator
from datetime import datetime

from casebook.agents.case import Case
from casebook.agents.claims import Citing, clock
from casebook.agents.rules.metrics import is_failure
from casebook.agents.rules.series import begin_of_rise
from casebook.domain.finding import Finding, FindingKind
from casebook.tools.results import Metrics, MetricSummary

TRAFFIC_FELL = "traffic-fell"
_ARRIVALS = ("invocations", "requestcount", "requests", "count", "numberofmessagessent",
             "consumedwritecapacityunits", "consumedreadcapacityunits", "newconnectioncount",
             "incomingrecords", "incomingrequests")  # fmt: skip


def traffic_surge(case: Case) -> Iterator[Finding]:
    """Three times the usual arrivals, begun no later than the failures: load nobody planned for.

    Failures make arrivals too: Lambda tries an asynchronous event three times, and clients retry.
    So the failures are taken off before arrivals are compared, and a surge that begins after them
    is their echo.
    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
    """
    for evidence, found in case.results(Metrics):
        for each in found.summaries:
            if each.name.lower() not in _ARRIVALS or not each.baseline_mean:
                continue
            onset = begin_of_rise(each)
            failures = [e for e in found.summaries if e.resource == each.resource and is_failure(e)]
            began = min(filter(None, map(begin_of_rise, failures)), default=None)
            if onset is None or (began and onset > began) or not _surges_without(failures, each):
                continue
            citing = Citing(evidence)
            yield case.finding(
                "traffic-surge",
                FindingKind.CAUSE,
                f"{each.resource} had far more traffic than in the hour before from {clock(onset)}"
                f" on{_against(each, citing)}.",
                0.7,
                citing,
                resource=each.resource,
                category="traffic",
                onset=onset,
            )


def traffic_fell(case: Case) -> Iterator[Finding]:
    """No arrivals where there always were some: what fails stands before this resource."""
    for evidence, found in case.results(Metrics):
        for each in found.summaries:
            usual = each.baseline_mean or 0.0
            whole = [point.value for point in each.points[:-1]]
            if each.name.lower() in _ARRIVALS and usual >= 3 and whole and max(whole) < usual / 5:
                yield case.finding(
                    TRAFFIC_FELL,
                    FindingKind.SYMPTOM,
                    f"{each.resource} has far less traffic than in the hour before"
                    f"{_against(each, Citing(evidence))}.",
                    0.5,
                    Citing(evidence),
                    resource=each.resource,
                    onset=each.points[0].at,
                )


def _surges_without(failures: list[MetricSummary], arrivals: MetricSummary) -> bool:
    """True if the arrivals that did not fail, plus one try of each that did, are still a surge."""
    failed: dict[datetime, float] = {}
    for each in failures:
        for point in each.points:
            failed[point.at] = max(failed.get(point.at, 0.0), point.value)
    usual = arrivals.baseline_mean or 0.0
    return any(
        point.value - failed.get(point.at, 0.0) * 2 / 3 >= 3 * usual for point in arrivals.points
    )


def _against(summary: MetricSummary, citing: Citing) -> str:
    """`, up to 900 a minute against 120`, as far as the excerpt has the numbers."""
    highest = citing.amount(summary.window_max)
    usual = citing.amount(summary.baseline_mean or 0.0)
    if highest is None or usual is None:
        return ""
    return f": at most {highest} against a mean of {usual} ({summary.name})"
