"""How unlike its past a series is, row by row: the numbers that anomalies are found in.

Everything is in the unit of the series as given, so that measures add up and none has to be scaled
by a history in which the anomaly before this one may lie.
"""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Sequence
from math import fsum, sqrt
from typing import NamedTuple

from casebook.analysis.seasons import DAY, WEEK

# The usual value of the recent past is the median of this many rows.
RECENT = 100
# What was a season ago may have come a little earlier or later.
_SLACK = 2
# A season counts once it lasts this many rows; below, it is hidden in what is recent anyway.
_SHORTEST_SEASON = 8


class Widths(NamedTuple):
    """How many rows are looked at together."""

    short: int
    long: int


# Three and twelve hours of the five-minute metrics of AWS.
WIDTHS = Widths(36, 144)


class Calendar:
    """Which row was a season ago. Times that go back are read as standing still."""

    def __init__(self, times: Sequence[float]) -> None:
        self._times: list[float] = []
        for at in times:
            self._times.append(max(at, self._times[-1]) if self._times else at)

    def rows_before(self, row: int, season: float) -> range:
        """The rows around the moment one season before a row; empty where the series does not
        reach back so far, or where so little lies in between that there is no season."""
        then = self._times[row] - season
        if then < self._times[0]:
            return range(0)
        middle = bisect_left(self._times, then, 0, row)
        if row - middle < _SHORTEST_SEASON:
            return range(0)
        return range(max(0, middle - _SLACK), min(middle + _SLACK + 1, row))


def jolts(values: Sequence[float], calendar: Calendar, widths: Widths = WIDTHS) -> list[float]:
    """How far each row is from yesterday and from last week, how much the last rows vary, and how
    far their level moved: the sum of four distances, large when something happens at once."""
    recent = _distances_from_recent(values)
    means = moving_means(values, widths.short)
    jolt = []
    for row, distance in enumerate(recent):
        daily = _distance(values, row, calendar.rows_before(row, DAY), distance)
        weekly = _distance(values, row, calendar.rows_before(row, WEEK), daily)
        jolt.append(
            daily
            + weekly
            + _spread(values, means[row], row, widths.short)
            + _shift(means, row, widths.short)
        )
    return jolt


def drifts(values: Sequence[float], calendar: Calendar, widths: Widths = WIDTHS) -> list[float]:
    """How far the level of the last hours is from every level that would explain it: the one
    before and, once a week is known, yesterday's and last week's. It is large when a level is new,
    and not only its turn; what has its turn cannot be told from less than a week."""
    means = moving_means(values, widths.long)
    drift = []
    for row in range(len(values)):
        shift, last_week = _shift(means, row, widths.long), calendar.rows_before(row, WEEK)
        if last_week:
            yesterday = calendar.rows_before(row, DAY)
            shift = min(
                shift,
                _distance(means, row, last_week, shift),
                _distance(means, row, yesterday, shift),
            )
        drift.append(shift)
    return drift


def moving_means(values: Sequence[float], width: int) -> list[float]:
    """The mean of the last rows, of as many as there are. Summed afresh for every row: a running
    sum keeps what a large value left behind in it."""
    return [
        sum(values[max(0, row - width + 1) : row + 1]) / min(row + 1, width)
        for row in range(len(values))
    ]


def _distances_from_recent(values: Sequence[float]) -> list[float]:
    """How far each row is from the median of the rows before it."""
    ordered: list[float] = []
    window: deque[float] = deque()
    distances = []
    for value in values:
        distances.append(abs(value - ordered[len(ordered) // 2]) if ordered else 0.0)
        insort(ordered, value)
        window.append(value)
        if len(window) > RECENT:
            del ordered[bisect_left(ordered, window.popleft())]
    return distances


def _distance(series: Sequence[float], row: int, others: range, otherwise: float) -> float:
    """How far a row is from the nearest of others; `otherwise` when there are none."""
    value = series[row]
    return min((abs(value - series[other]) for other in others), default=otherwise)


def _shift(means: Sequence[float], row: int, width: int) -> float:
    return abs(means[row] - means[row - width]) if row >= 2 * width else 0.0


def _spread(values: Sequence[float], mean: float, row: int, width: int) -> float:
    window = values[max(0, row - width + 1) : row + 1]
    return sqrt(fsum([(value - mean) ** 2 for value in window]) / len(window))
