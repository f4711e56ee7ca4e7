"""The symptom is gone, and it would show if it were not."""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from casebook.citing.claims import Citing, clock
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import Recovered
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.kinds import counts_trouble, is_arrivals
from casebook.reasoning.rules.latency import isolated_call, slowed
from casebook.reasoning.rules.series import (
    between,
    end_of_rise,
    has_baseline,
    limit_of,
    rose,
    summaries,
)
from casebook.tools.results.metrics import Metrics, MetricSummary

_SURE = 0.01  # how likely the silence may be by chance, had the fault gone on
_WORK_LINES = 3
_PERIODS_BACK = 3


def metric_recovered(case: Case) -> Iterator[Finding]:
    """Failures are back at what is usual while calls go on.

    With a share of failing calls as before, that many calls without a failure had to be less likely
    than one in a hundred. Where hardly anything was measured before, nobody knows what they are
    back at.
    """
    for evidence, found in case.results(Metrics):
        for errors in found.summaries:
            if not counts_trouble(errors) or not rose(errors):
                continue
            calls = _calls_of(errors, found)
            if calls is None or not (has_baseline(errors) or has_baseline(calls)):
                continue
            if end := _end_if_recovered(errors, calls):
                yield _recovered(case, evidence, "failures", errors, end)


def latency_recovered(case: Case) -> Iterator[Finding]:
    """What was slow is as fast as usual again, for three periods in a row."""
    for evidence, each in summaries(case):
        end = end_of_rise(each)
        if (
            end is None
            or not has_baseline(each)
            or not slowed(each)
            or isolated_call(each, (each,))
        ):
            continue
        since = [point for point in each.points if point.at > end]
        if len(since) >= _PERIODS_BACK:
            yield _recovered(case, evidence, "latency", each, since[0].at)


def _recovered(
    case: Case,
    evidence: Evidence,
    of: Literal["failures", "latency"],
    metric: MetricSummary,
    end: datetime,
) -> Finding:
    return case.finding(
        "latency-recovered" if of == "latency" else "metric-recovered",
        FindingKind.RECOVERY,
        f"The metric {metric.name} of {metric.resource} is back where it was since {clock(end)},"
        " and calls go on.",
        Strength.STRONG,
        Citing(evidence),
        resource=metric.resource,
        onset=end,
        about=Recovered(of=of),
    )


def _calls_of(errors: MetricSummary, found: Metrics) -> MetricSummary | None:
    own = [each for each in found.summaries if each.resource == errors.resource]
    return next((each for each in own if is_arrivals(each) and each.points), None)


def _end_if_recovered(errors: MetricSummary, calls: MetricSummary) -> datetime | None:
    """The end of the last bad period, if the calls since then would have failed otherwise."""
    last_bad = end_of_rise(errors)
    first_bad = next((point.at for point in errors.points if point.value > 0), None)
    if last_bad is None or first_bad is None:
        return None
    since = [point.value for point in calls.points if point.at > last_bad]
    failed_since = between(errors, last_bad, calls.points[-1].at) if calls.points else []
    if sum(since) < _WORK_LINES or any(point.value > limit_of(errors) for point in failed_since):
        return None
    during = sum(p.value for p in calls.points if first_bad <= p.at <= last_bad)
    failed = sum(p.value for p in errors.points if first_bad <= p.at <= last_bad)
    share = min(0.99, failed / during) if during else 0.5
    if sum(since) * math.log(1 - share) > math.log(_SURE):
        return None
    return last_bad + timedelta(seconds=errors.period_seconds)
