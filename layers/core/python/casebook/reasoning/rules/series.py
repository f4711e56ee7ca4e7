"""What a metric's numbers say against what is usual of it."""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import fmean

from casebook.domain.evidence import Evidence
from casebook.knowledge.metrics import describe_metric
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.tools.results.metrics import MetricPoint, Metrics, MetricSummary

_ADDING = ("sum", "samplecount")
_FACTOR = 3.0
# A count that chance makes less than once in a thousand periods is no chance.
_BY_CHANCE = 0.001
# A level that was never reached in so many periods before, three periods in a row, and half above.
_MANY_PERIODS = 60
_ENOUGH_HISTORY, _IN_A_ROW, _HALF_ABOVE = 30, 3, 1.5
# Fewer datapoints, or a shorter time, tell nobody what is usual.
_FEWEST_USUAL, _SHORTEST_USUAL = 6, timedelta(minutes=30)
# What lies so shortly before the window may belong to the incident already.
_RUN_UP = 15
_OCCASIONS, _OCCASIONS_OF_FAILURE = 2, 4
_SPREAD_OVER = timedelta(hours=2)


def summaries(case: Case) -> Iterator[tuple[Evidence, MetricSummary]]:
    """Every metric that was read, with the evidence that shows it."""
    for evidence, found in case.results(Metrics):
        for summary in found.summaries:
            yield evidence, summary


def rose(summary: MetricSummary) -> bool:
    """True when some period is far above the usual, and that is not usual itself."""
    return begin_of_rise(summary) is not None


def begin_of_rise(summary: MetricSummary) -> datetime | None:
    """The start of the first period of the rise. It may lie before the window: an alarm looks at
    the last minutes only."""
    if is_usual(summary):
        return None
    limit = limit_of(summary)
    first = next((place for place, e in enumerate(summary.points) if e.value > limit), None)
    if first is None:
        return None
    begin = summary.points[first].at
    if first == 0:
        for at, value in reversed(summary.timed_before):
            if value <= limit or begin - at > _step(summary):
                break
            begin = at
    return begin


def end_of_rise(summary: MetricSummary) -> datetime | None:
    """The start of the last period that is far above the usual."""
    limit = limit_of(summary)
    return next((point.at for point in reversed(summary.points) if point.value > limit), None)


def limit_of(summary: MetricSummary) -> float:
    """What a value must be above to have risen: three times the usual, and more than chance makes.

    With no baseline, anything above zero has risen; where nothing was counted for an hour, two at
    once, unless it is what the alarm watches. What stays above everything that was there before,
    three periods in a row, has risen from half above the usual on.
    """
    usual = usual_of(summary)
    limit = max(usual, _FACTOR * usual, _chance(_rate(summary, usual)) if counts(summary) else 0.0)
    record = _record(summary, usual)
    return limit if record is None else min(limit, record)


def usual_of(summary: MetricSummary) -> float:
    """The mean of the hour before, or of the hours before where that is less: an incident that
    began before the window weighs more in one hour than in three. Zero with no baseline."""
    known = known_before(summary)
    means = [fmean(known)] if known else []
    if summary.baseline_mean is not None:
        means.append(summary.baseline_mean)
    return min(means, default=0.0)


def is_usual(summary: MetricSummary) -> bool:
    """True when it was as far from its usual often enough before for that to be no news: at this
    time of another day, or twice. What has come again and again since a few hours is the news.

    Failures are harm however regular: only such as come all the time, and as many, are no news.
    """
    if summary.recurring_since:
        return False
    if not describe_metric(summary.namespace, summary.name).is_trouble:
        return summary.is_seasonal or len(summary.occasions) >= _OCCASIONS
    if len(summary.occasions) < _OCCASIONS_OF_FAILURE:
        return False
    return summary.occasions[-1] - summary.occasions[0] >= _SPREAD_OVER


def counts(summary: MetricSummary) -> bool:
    """True for a statistic that adds up, such as a number of errors."""
    return summary.statistic.lower() in _ADDING


def between(summary: MetricSummary, begin: datetime, end: datetime) -> list[MetricPoint]:
    """The points whose periods begin after `begin`, up to and including `end`."""
    return [point for point in summary.points if begin < point.at <= end]


def known_before(summary: MetricSummary) -> list[float]:
    """The values of the hours before, oldest first."""
    return [value for value in summary.before if value is not None]


def has_baseline(summary: MetricSummary) -> bool:
    """True if enough was measured before the window to call anything usual."""
    known = summary.timed_before
    return (
        len(known) >= _FEWEST_USUAL
        and summary.points != ()
        and (summary.points[0].at - known[0][0] >= _SHORTEST_USUAL)
    )


def by_history(summary: MetricSummary, strength: Strength) -> Strength:
    """How strong a cause is that rests on what is usual of the metric: where hardly anything was
    measured before, a level that is new to us may be what always is at such a time."""
    return strength if has_baseline(summary) else Strength.WEAK


def long_before(summary: MetricSummary) -> float | None:
    """The mean of the oldest fifth of the hours before: where a slow climb started from."""
    known = known_before(summary)
    oldest = known[: max(1, len(known) // 5)]
    return fmean(oldest) if oldest else None


def _record(summary: MetricSummary, usual: float) -> float | None:
    """The level that was never reached before and is, three periods in a row; else None."""
    known = [value for value in summary.before[:-_RUN_UP] if value is not None]
    if len(known) < _ENOUGH_HISTORY:
        return None
    level = max(*known, _HALF_ABOVE * usual, _chance(usual) if counts(summary) else 0.0)
    run, at = 0, None
    for point in summary.points:
        follows = at is None or point.at - at <= _step(summary)
        run = (run if follows else 0) + 1 if point.value > level else 0
        at = point.at
        if run == _IN_A_ROW:
            return level
    return None


def _rate(summary: MetricSummary, usual: float) -> float:
    """The mean of a count; where none was seen in many periods, or in the few that are all that is
    known, it may still be once in so many."""
    known = len(known_before(summary))
    if usual or summary.is_alarmed or not known:
        return usual
    return 1 / known if known >= _MANY_PERIODS or not has_baseline(summary) else usual


def _chance(usual: float) -> float:
    """The largest count that chance makes of a mean often enough to be expected (Poisson)."""
    if usual <= 0:
        return 0.0
    if usual > 100:
        return usual + 3 * math.sqrt(usual)
    term = math.exp(-usual)
    left, count = 1.0 - term, 0
    while left > _BY_CHANCE:
        count += 1
        term *= usual / count
        left -= term
    return float(count)


def _step(summary: MetricSummary) -> timedelta:
    return timedelta(seconds=summary.period_seconds)


def longest_run(values: list[bool]) -> int:
    """The length of the longest run of True."""
    best = run = 0
    for value in values:
        run = run + 1 if value else 0
        best = max(best, run)
    return best


def grows(values: list[float]) -> bool:
    """True when most steps go up, and the end is above everything in the first half."""
    if len(values) < 2:
        return False
    ups = sum(later >= earlier for earlier, later in pairwise(values))
    first_half = values[: max(1, len(values) // 2)]
    return ups >= 0.6 * (len(values) - 1) and values[-1] > max(first_half)
