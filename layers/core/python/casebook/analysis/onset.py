"""When did something become more frequent: the moment at which the rate of events changed.

Two rates of a Poisson process, one before and one from a moment on, are held against a single one;
the moment with the greatest likelihood ratio is the onset, if the ratio is more than chance makes
and the later rate is far above the earlier one.
https://en.wikipedia.org/wiki/Change_detection (offline, one change point)
"""

import math
from collections.abc import Mapping

_FACTOR = 3.0
# How likely it may be that the longest pause of a run is taken for its end.
_BY_CHANCE = 0.01
# One or two events after so many times their own distance are a run of their own.
_LONE = 10.0
# Twice this is about chi-squared with one degree of freedom; tried at every moment, 8 is met by
# chance less than once in a hundred patterns.
_RATIO = 8.0
# Of events that never came before, as much less: chance has one way to make that, not two.
_FIRST_EVER = 6.0
# And a shorter silence at the beginning is where somebody began to look.
_QUIET_SHARE = 0.1


def onset_of(counts: Mapping[int, int], periods: int, begin: int = 0) -> int | None:
    """The period from which on the events come far more often, `begin` < onset < `periods`.

    `counts` has the number of events by period; periods without events may be missing. `begin` is
    the first period of which anything is known: before it there is no silence, only nothing seen.
    Where there were several runs, the last one counts. None where the events come as often as ever.
    """
    if begin:
        shifted = {period - begin: count for period, count in counts.items() if period >= begin}
        onset = onset_of(shifted, periods - begin)
        return None if onset is None else onset + begin
    total, before = sum(counts.values()), 0
    changes: list[tuple[float, int]] = []
    for period in sorted(counts):
        after = total - before
        if period and counts[period]:
            ratio = _ratio(before, period, after, periods - period)
            if _is_change(before, period, after, periods, ratio):
                changes.append((ratio, -period))
        before += counts[period]
    run = _last_run(counts) or 0
    # A last run that is no change by itself is the end of an earlier one that paused.
    likeliest = max([change for change in changes if -change[1] >= run] or changes, default=None)
    return None if likeliest is None else -likeliest[1]


def _last_run(counts: Mapping[int, int]) -> int | None:
    """Where the last run of events begins: those after a pause that is long for them. What came in
    an earlier run, of the same kind or not, is another incident's."""
    came = sorted(period for period, count in counts.items() if count)
    for place in range(len(came) - 1, 0, -1):
        spent, pauses = came[-1] - came[place], len(came) - 1 - place
        if ends_a_run(came[place] - came[place - 1], spent, pauses, len(came) - 1):
            return came[place]
    return came[0] if came else None


def ends_a_run(
    pause: float, spent: float, pauses: int, looked_at: int, chance: float = _BY_CHANCE
) -> bool:
    """Whether a pause is too long for events that came `pauses` + 1 times in a time `spent`."""
    return pause > longest_pause(spent, pauses, looked_at, chance)


def longest_pause(spent: float, pauses: int, looked_at: int, chance: float = _BY_CHANCE) -> float:
    """The longest pause to expect of events that came `pauses` + 1 times in a time `spent`.

    Of a Poisson process that made so many pauses in that time, the next is longer than x with
    probability (spent / (spent + x)) ** pauses, whatever its rate (Pareto II: the rate integrated
    out). Among the `looked_at` pauses of a series the longest is so long by `chance` at most. Two
    events are no run whose pauses are known.
    """
    if pauses < 2 or spent <= 0:
        return _LONE * max(spent, 1.0) if pauses < 2 else math.inf
    longest: float = spent * ((max(1, looked_at) / chance) ** (1 / pauses) - 1)
    return longest


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
