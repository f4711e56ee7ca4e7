"""What a series is expected to be at a time of day, by the days before.

Without it every morning would be a rise. A series has a daily season if half hours of one day rank
as those of the day before do; what is judged then is how far it is from them.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from statistics import correlation, median

from casebook.analysis.samples import Samples

DAY = 86_400.0
WEEK = 7 * DAY
# Half an hour on either side is the same time of day.
_AROUND = 1_800.0
_FEWEST_BLOCKS = 12
_ALIKE = 0.5
# Of the days before, the newest so many are asked.
_DAYS = 7


class Profile:
    """The mean of a series around any moment; None where it has too few datapoints there."""

    def __init__(self, samples: Samples, values: Sequence[float]) -> None:
        self._times = samples.times
        self._sums = [0.0, *accumulate(values)]

    def around(self, moment: float) -> float | None:
        first = bisect_left(self._times, moment - _AROUND)
        last = bisect_left(self._times, moment + _AROUND)
        if first == last:
            return None
        return (self._sums[last] - self._sums[first]) / (last - first)

    def usual_at(self, moment: float) -> float | None:
        """What it was at this time of the days before: their median."""
        begin = self._times[0] if self._times else moment
        days = min(_DAYS, int((moment - begin) // DAY))
        known = [self.around(moment - ago * DAY) for ago in range(1, days + 1)]
        levels = [level for level in known if level is not None]
        return median(levels) if levels else None


def residuals(samples: Samples, values: Sequence[float]) -> tuple[Samples, list[float]] | None:
    """The datapoints that have a day before them, and how far each is from the usual of its time
    of day. None if the series has no daily season, is shorter than two days, or if its periods are
    longer than an hour."""
    if len(samples) < 2 or samples.period > 2 * _AROUND:
        return None
    if samples.times[-1] - samples.times[0] < 2 * DAY - 2 * _AROUND:
        return None
    profile = Profile(samples, values)
    if not _is_daily(samples, profile):
        return None
    expected = [profile.usual_at(moment) for moment in samples.times]
    places = [place for place, usual in enumerate(expected) if usual is not None]
    left = [values[place] - usual for place, usual in enumerate(expected) if usual is not None]
    return samples.at(places), left


def _is_daily(samples: Samples, profile: Profile) -> bool:
    """Whether the half hours of all days rank as those of the day before."""
    moment, today, yesterday = samples.times[0] + DAY, [], []
    while moment <= samples.times[-1]:
        now, then = profile.around(moment), profile.around(moment - DAY)
        if now is not None and then is not None:
            today.append(now)
            yesterday.append(then)
        moment += 2 * _AROUND
    if len(today) < _FEWEST_BLOCKS or len(set(today)) == 1 or len(set(yesterday)) == 1:
        return False
    return correlation(_ranks(today), _ranks(yesterday)) > _ALIKE


def _ranks(values: list[float]) -> list[float]:
    ordered = sorted(values)
    return [bisect_left(ordered, value) + 0.0 for value in values]
