"""How much a series varies when nothing happens, whatever happened in it.

Differences between neighbours are hardly touched by a few changes of level, and their median not by
spikes. Differences over several lags tell how long a deviation lasts (an AR(1) process).
"""

import math
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

_LAGS = (1, 2, 4, 8, 16)
_MOST_CORRELATED = 0.95
# Without any noise, a change below this share of the values or of their range is none.
_RESOLUTION, _OF_RANGE = 0.005, 0.001
# Of a series that mostly stands still the mean difference is taken, without the largest few.
_TRIMMED, _FEWEST_TRIMMED = 0.02, 3
# From the median absolute difference of two normal draws to the deviation of one.
_TO_DEVIATION = 1 / (0.6745 * math.sqrt(2))


class Noise(NamedTuple):
    """The deviation of one value, and how many times as large the variance of a mean of many is as
    it would be if the values were independent."""

    deviation: float
    inflation: float


def noise_of(values: Sequence[float], least: float = 0.0) -> Noise:
    """The noise of a series with any number of changes of level, as long as most neighbours are on
    one level. The deviation is at least `least`."""
    lags = [lag for lag in _LAGS if lag == 1 or 4 * lag <= len(values)]
    spreads = [_spread(values, lag) for lag in lags]
    floor = max(least, resolution_of(values))
    largest = max(spreads, default=0.0)
    if largest <= floor:
        return Noise(floor, 1.0)
    correlation = min(_MOST_CORRELATED, max(0.0, 1 - (spreads[0] / largest) ** 2))
    return Noise(largest, (1 + correlation) / (1 - correlation))


def without_spikes(values: Sequence[float]) -> list[float]:
    """The running median of three: a single value is no level. Edges stay where they are; the
    newest value counts if the one before it agrees."""
    if len(values) < 3:
        return list(values)
    middle = [sorted(values[place : place + 3])[1] for place in range(len(values) - 2)]
    return [middle[0], *middle, middle[-1]]


def _spread(values: Sequence[float], lag: int) -> float:
    steps = [abs(values[place] - values[place - lag]) for place in range(lag, len(values))]
    if not steps:
        return 0.0
    usual = median(steps)
    if usual > 0:
        return usual * _TO_DEVIATION
    kept = sorted(steps)[: -max(_FEWEST_TRIMMED, int(_TRIMMED * len(steps)))]
    return sum(kept) / len(kept) if kept else 0.0


def resolution_of(values: Sequence[float]) -> float:
    """The least deviation that means anything for values of this size."""
    if not values:
        return 1.0
    size = median(abs(value) for value in values)
    extent = max(values) - min(values)
    return max(_RESOLUTION * size, _OF_RANGE * extent) or 1e-9
