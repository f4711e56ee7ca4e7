"""Periods of one length, on which the values of several series stand side by side. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import chain
from statistics import fmean
from typing import NamedTuple

Points = Sequence[tuple[datetime, float]]

_FOLDED: dict[str, Callable[[list[float]], float]] = {"Sum": sum, "Minimum": min, "Average": fmean}


class Grid(NamedTuple):
    """So many `periods` from `start` on."""

    start: datetime
    period_seconds: int
    periods: int

    def values(self, points: Points, statistic: str) -> tuple[float | None, ...]:
        """The value of each period; None where there is none. Of several in one period the sum,
        the lowest or the mean, by the statistic; of every other statistic the highest."""
        held: list[list[float]] = [[] for _ in range(self.periods)]
        for at, value in points:
            place = int((at - self.start).total_seconds() // self.period_seconds)
            if 0 <= place < self.periods:
                held[place].append(value)
        fold = _FOLDED.get(statistic, max)
        return tuple(fold(each) if each else None for each in held)


def grid_of(series: Sequence[Points], period_seconds: int, begin: datetime, most: int) -> Grid:
    """A grid of at most `most` periods for series of that period, one of which has a value. Where
    that is too few, what lies before `begin` is left out, and then the periods get longer."""
    moments = [at for at, _ in chain.from_iterable(series)]
    first, last = min(moments), max(moments)
    step = timedelta(seconds=period_seconds)
    needed = (last - first) // step + 1
    if needed > most and first < begin:
        spared = min(needed - most, -((first - begin) // step))
        first, needed = first + step * spared, needed - spared
    times = -(-needed // most)
    return Grid(first, period_seconds * times, -(-needed // times))
