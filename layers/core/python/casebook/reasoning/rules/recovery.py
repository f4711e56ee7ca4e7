"""The symptom is gone, and it would show if it were not."""

import math
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from casebook.analysis.error_lines import essence, is_error
from casebook.analysis.onset import longest_pause
from casebook.citing.claims import Citing, clock
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.reasoning.case import Case, Sighting, by_resource
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
from casebook.reasoning.symptoms import LATENCY_RECOVERED
from casebook.tools.results import LoggedLine, LogLines, Metrics, MetricSummary

METRIC_RECOVERED = "metric-recovered"

_SURE = 0.01  # how likely the silence may be by chance, had the fault gone on
_BURSTS = 1.5  # errors that come in bursts pause for longer than chance makes them
_SHORTEST = timedelta(seconds=3)
_LONGEST = timedelta(seconds=60)
_ONE_ERROR = timedelta(seconds=30)
_AFTERMATH = timedelta(seconds=1)
_WORK_LINES = 3
_PERIODS_BACK = 3


def errors_stopped(case: Case) -> Iterator[Finding]:
    """The resource went on working, and logged no error for longer than chance allows.

    Silence alone is no recovery: traffic may have ended. So lines are asked for that came after the
    last error, by enough to be no aftermath of it. And the pause must be longer than the error ever
    paused, than chance makes the longest of so many pauses, and as long as the errors lasted (up to
    a minute).
    """
    for resource, sightings in by_resource(case.news).items():
        last = max(each.pattern.last_at for each in sightings)
        quiet = _quiet_needed(sightings)
        for evidence, lines in case.results(LogLines):
            groups = {each.pattern.log_group for each in sightings}
            own = [e for e in lines.lines if e.log_group in groups and e.is_of(resource)]
            after = [line for line in own if line.at > last + _AFTERMATH]
            if len(after) < _WORK_LINES or after[-1].at - last < quiet:
                continue
            if any(_failed_anew(line, case.noise) for line in after):
                continue
            citing = Citing(evidence, *(each.evidence for each in sightings))
            yield case.finding(
                "errors-stopped",
                FindingKind.RECOVERY,
                f"{resource} logged its last error at {clock(last)} and works on without one, up to"
                f" {clock(after[-1].at)}.",
                0.8 if len(after) >= 3 * _WORK_LINES else 0.7,
                citing,
                resource=resource,
                onset=last,
                errors=sightings,
            )
            break


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
                yield _recovered(case, evidence, METRIC_RECOVERED, errors, end)


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
            yield _recovered(case, evidence, LATENCY_RECOVERED, each, since[0].at)


def _recovered(
    case: Case, evidence: Evidence, rule: str, metric: MetricSummary, end: datetime
) -> Finding:
    return case.finding(
        rule,
        FindingKind.RECOVERY,
        f"The metric {metric.name} of {metric.resource} is back where it was since {clock(end)},"
        " and calls go on.",
        0.8,
        Citing(evidence),
        resource=metric.resource,
        onset=end,
    )


def _quiet_needed(sightings: list[Sighting]) -> timedelta:
    """How long a pause has to be before it is one, against the errors that came last: those that
    had ended before these began are of an earlier wave."""
    newest = max((each.pattern for each in sightings), key=lambda pattern: pattern.last_at)
    wave = [e.pattern for e in sightings if e.pattern.last_at >= newest.first_at]
    lasted = newest.last_at - min(pattern.first_at for pattern in wave)
    pauses = max(pattern.count for pattern in wave) - 1
    if not pauses:
        return _ONE_ERROR
    by_chance = longest_pause(max(lasted.total_seconds(), 1.0), pauses, pauses, _SURE)
    in_bursts = _BURSTS * min(pattern.longest_pause_seconds for pattern in wave)
    needed = timedelta(seconds=max(by_chance, in_bursts))
    return max(_SHORTEST, needed, min(lasted, _LONGEST))


def _failed_anew(line: LoggedLine, noise: Iterable[Sighting]) -> bool:
    """True for an error line that is none of those that are always there."""
    if not is_error(line.message):
        return False
    said = essence(line.message)
    return not any(_fits(each.pattern.template, said) for each in noise)


def _fits(template: str, said: str) -> bool:
    words = ".*".join(re.escape(part) for part in template.split("<*>"))
    return re.fullmatch(words, said) is not None


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
