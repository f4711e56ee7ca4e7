"""An hour of diagnoses, second by second, against the quotas that they share.

A fluid model: what a step asks for is spread evenly over its seconds, and a second asks for the sum
of all steps that are under way. What goes beyond a quota waits for the seconds after it, as
requests do that are throttled and tried again. Diagnoses arrive at random times (a Poisson
process); the same seed gives the same hour.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from local.scale.demand import Step, steps
from local.scale.quotas import QUOTAS, Quota, Use

HOUR = 3600
SEED = 20_261_130


@dataclass(frozen=True)
class Outcome:
    """What became of one quota: `mean` and `peak` of a second's use, and the longest wait."""

    quota: Quota
    mean: float
    peak: float
    wait_seconds: float

    @property
    def share(self) -> float:
        """The busiest second's part of the quota."""
        return self.peak / self.quota.limit

    @property
    def is_enough(self) -> bool:
        """Whether what has to wait is caught up with: on average, less is asked than there is."""
        return self.mean <= self.quota.limit


def arrivals(rate: float, seconds: float = HOUR, seed: int = SEED) -> list[float]:
    """Random times within so many seconds, `rate` of them an hour on average."""
    chance, found, at = random.Random(seed), list[float](), 0.0
    while (at := at + chance.expovariate(rate / HOUR)) < seconds:
        found.append(at)
    return found


def storm(diagnoses: int, seconds: float = 60, seed: int = SEED) -> list[float]:
    """Random times of exactly so many diagnoses within so many seconds."""
    chance = random.Random(seed)
    return sorted(chance.uniform(0, seconds) for _ in range(diagnoses))


def load(starts: Iterable[float], taken: Sequence[Step]) -> dict[Use, list[float]]:
    """By quota, what each second asks for, until the last step has ended."""
    begun = list(starts)
    length = ceil(max(begun, default=0) + max(step.at + step.seconds for step in taken)) + 1
    seconds = {use: [0.0] * length for use in Use}
    for start in begun:
        for step in taken:
            first, last = start + step.at, start + step.at + step.seconds
            for second in range(int(first), ceil(last)):
                part = (min(last, second + 1) - max(first, second)) / step.seconds
                for use, amount in step.uses.items():
                    seconds[use][second] += amount * part
    return seconds


def longest_wait(asked: Iterable[float], limit: float) -> float:
    """How long the last of what has to wait does, at worst, if `limit` is served a second."""
    waiting = worst = 0.0
    for amount in asked:
        waiting = max(0.0, waiting + amount - limit)
        worst = max(worst, waiting)
    return worst / limit


def simulate(starts: Sequence[float], seconds: float = HOUR) -> list[Outcome]:
    """Of each quota what these diagnoses make of it; the mean is that of `seconds`."""
    asked = load(starts, steps())
    return [
        Outcome(
            quota,
            sum(asked[quota.use]) / seconds,
            max(asked[quota.use]),
            longest_wait(asked[quota.use], quota.limit),
        )
        for quota in QUOTAS
    ]


def bearable(quota: Quota) -> float:
    """How many diagnoses an hour it bears, at an even pace; infinite where they use none."""
    used = sum(step.uses.get(quota.use, 0.0) for step in steps())
    return quota.limit * HOUR / used if used else float("inf")
