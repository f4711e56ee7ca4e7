"""What kind of number a series holds: it decides on which scale its changes are judged."""

import math
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from statistics import median

from casebook.analysis.samples import Samples

# A count with fewer than this many in the usual period is judged by its likelihood (Poisson).
SPARSE = 10.0
# Seconds or milliseconds: what an age gains in a second when nothing moves, give or take a fifth.
AGE_UNITS = (1.0, 1_000.0)
_SLACK = 0.2
# So many steps make a standstill of what is known to be an age, and so many, closer, the guess that
# a series is one: three values of noise rise by chance.
_FEWEST_AGES, _SURELY_AGES = 3, 6
_SLACK_OF_GUESS = 0.1
_FEWEST_OF_A_COUNTER = 30
# A counter that begins again falls to less than this share of what it was.
_RESET = 0.5
_SKEWED = 1.5


class Nature(StrEnum):
    """The nature of a series."""

    COUNT = "count"  # events in a period; whole numbers, none is 0
    LATENCY = "latency"  # positive and skewed: ratios count, so it is read on a log scale
    GAUGE = "gauge"  # a level: CPU percent, memory, connections, queue depth
    SHARE = "share"  # a level between nothing and the whole
    AGE = "age"  # how old the oldest waiting thing is: rises a second a second at a standstill
    COUNTER = "counter"  # only grows, but for restarts: read by its increase


def nature_of(samples: Samples) -> Nature:
    """A guess from the values alone; a caller that knows what the metric is should say so."""
    values = samples.values
    if not values:
        return Nature.GAUGE
    if any(standstill(samples, unit, _SLACK_OF_GUESS) >= _SURELY_AGES for unit in AGE_UNITS):
        return Nature.AGE
    if _is_counter(values):
        return Nature.COUNTER
    if min(values) < 0:
        return Nature.GAUGE
    if all(value == int(value) for value in values):
        return Nature.COUNT
    if min(values) > 0 and _is_skewed(values):
        return Nature.LATENCY
    return Nature.SHARE if max(values) <= 1 else Nature.GAUGE


def age_unit(samples: Samples) -> float | None:
    """How much an age grows in a second (1, or 1,000 for milliseconds) if the series ends with at
    least three datapoints in which nothing moved; else None."""
    for unit in AGE_UNITS:
        if standstill(samples, unit) >= _FEWEST_AGES:
            return unit
    return None


def standstill(samples: Samples, unit: float, slack: float = _SLACK) -> int:
    """How many steps at the end of the series grew by about a second in each second."""
    steps = 0
    for place in range(len(samples) - 1, 0, -1):
        grown = samples.values[place] - samples.values[place - 1]
        passed = (samples.times[place] - samples.times[place - 1]) * unit
        if abs(grown - passed) > slack * passed:
            break
        steps += 1
    return steps


def increases(samples: Samples) -> Samples:
    """What a counter grew by in each period; after a restart, all that it shows is new."""
    grown = [
        later - earlier if later >= earlier else max(later, 0.0)
        for earlier, later in pairwise(samples.values)
    ]
    return samples.with_values(range(1, len(samples)), grown)


def scaled(values: Sequence[float], nature: Nature) -> list[float]:
    """The values on the scale on which equal steps mean as much everywhere."""
    if nature is Nature.LATENCY:
        positive = [value for value in values if value > 0]
        floor = min(positive, default=1.0) / 2
        return [math.log(max(value, floor)) for value in values]
    if nature is Nature.COUNT:
        return [root(value) for value in values]
    return list(values)


def root(value: float) -> float:
    """The square root, with its sign: the noise of counts, and of what adds up like these, is as
    large for large ones as for small ones (Bartlett 1936)."""
    return math.copysign(math.sqrt(abs(value)), value)


def is_sparse(values: Sequence[float]) -> bool:
    """True for counts so small that their noise is far from symmetrical."""
    return median(values) < SPARSE


def _is_counter(values: Sequence[float]) -> bool:
    if len(values) < _FEWEST_OF_A_COUNTER or min(values) < 0:
        return False
    falls = [(earlier, later) for earlier, later in pairwise(values) if later < earlier]
    rises = sum(later > earlier for earlier, later in pairwise(values))
    if any(later > _RESET * earlier for earlier, later in falls):
        return False
    return rises >= len(values) / 2 and len(falls) <= len(values) // _FEWEST_OF_A_COUNTER


def _is_skewed(values: Sequence[float]) -> bool:
    ordered = sorted(values)
    low, middle, high = (ordered[int(share * (len(ordered) - 1))] for share in (0.1, 0.5, 0.9))
    return high - middle > _SKEWED * (middle - low)
