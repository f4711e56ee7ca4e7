"""When did something become more frequent: the moment at which the rate of events changed.

Two rates of a Poisson process, one before and one from a moment on, are held against a single one;
the moment with the greatest likelihood ratio is the onset, if the ratio is more than chance makes
and the later rate is far above the earlier one.
https://en.wikipedia.org/wiki/Change_detection (offline, one change point)
"""

import math
from collections.abc import Mapping
from itertools import pairwise
from statistics import fmean

_FACTOR = 3.0
# A pause of more than so many periods, or than three times the mean pause of the run, ends it.
_PAUSE, _PAUSES = 5, 3
# Twice this is about chi-squared with one degree of freedom; tried at every moment, 8 is met by
# chance less than once in a hundred patterns.
_RATIO = 8.0
# Nothing before is told by fewer events, but not by two that came in half an hour.
_FIRST_EVER = 4.0
# And a shorter silence at the beginning is where somebody began to look.
_QUIET_SHARE = 0.1


def onset_of(counts: Mapping[int, int], periods: int) -> int | None:
    """The period from which on the events come far more often, 0 ≤ onset < `periods`.

    `counts` has the number of events by period; periods without events may be missing. Where there
    were several runs, the last one counts. None where the events come as often as ever.
    """
    total, before = sum(counts.values()), 0
    run = _last_run(counts)
    best, best_ratio = None, 0.0
    for period in sorted(counts):
        after = total - before
        if period and counts[period]:
            ratio = _ratio(before, period, after, periods - period)
            if _is_change(before, period, after, periods, ratio):
                if period == run:
                    return period
                if ratio > best_ratio:
                    best, best_ratio = period, ratio
        before += counts[period]
    return best


def _last_run(counts: Mapping[int, int]) -> int | None:
    """Where the last run of events begins: those after a pause that is long for them. What came in
    an earlier run, of the same kind or not, is another incident's."""
    came = sorted(period for period, count in counts.items() if count)
    gaps: list[int] = []
    for earlier, later in reversed(list(pairwise(came))):
        gap = later - earlier
        if gap > max(_PAUSE, _PAUSES * (fmean(gaps) if gaps else 0)):
            return later
        gaps.append(gap)
    return came[0] if came else None


def _is_change(before: int, period: int, after: int, periods: int, ratio: float) -> bool:
    """True if the rate changed far enough, and by no chance."""
    if not before:
        return ratio >= _FIRST_EVER and period >= _QUIET_SHARE * periods
    return ratio >= _RATIO and after / (periods - period) >= _FACTOR * before / period


def _ratio(before: int, periods_before: int, after: int, periods_after: int) -> float:
    """The logarithm of how much likelier two rates are than one."""
    overall = (before + after) / (periods_before + periods_after)
    earlier = before * math.log(before / periods_before / overall) if before else 0.0
    return earlier + after * math.log(after / periods_after / overall)
