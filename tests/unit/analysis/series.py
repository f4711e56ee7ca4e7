"""Series of known kinds, drawn by seed, one datapoint a minute."""

import math
import random
from collections.abc import Callable, Sequence

from casebook.analysis.samples import Samples

BEGIN = 1_700_000_000.0
Draw = Callable[[random.Random, bool], float]


def samples(values: Sequence[float | None], period: float = 60.0) -> Samples:
    """The values, one in each period from `BEGIN` on."""
    return Samples.of([BEGIN + period * place for place in range(len(values))], values, period)


def at(place: int, period: float = 60.0) -> float:
    """When the period of a datapoint begins."""
    return BEGIN + period * place


def step(draw: Draw, length: int, since: int, seed: int, until: int | None = None) -> list[float]:
    """A series in which `draw` is told whether the incident is on."""
    chance = random.Random(seed)
    end = length if until is None else until
    return [float(draw(chance, since <= place < end)) for place in range(length)]


def poisson(chance: random.Random, mean: float) -> int:
    if mean > 30:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    left, count = chance.random(), 0
    limit = math.exp(-mean)
    while left > limit:
        left *= chance.random()
        count += 1
    return count


def latency(factor: float, deviation: float = 0.3) -> Draw:
    return lambda chance, on: 100 * (factor if on else 1) * math.exp(chance.gauss(0, deviation))


def gauge(rise: float) -> Draw:
    return lambda chance, on: 50 + (rise if on else 0) + chance.gauss(0, 5)


def count(usual: float, during: float) -> Draw:
    return lambda chance, on: poisson(chance, during if on else usual)


def remembering(length: int, correlation: float, seed: int) -> list[float]:
    """A gauge whose deviations last (AR(1))."""
    chance, deviation, values = random.Random(seed), 0.0, []
    for _ in range(length):
        deviation = correlation * deviation + math.sqrt(1 - correlation**2) * chance.gauss(0, 5)
        values.append(50 + deviation)
    return values


def daily(length: int, seed: int, period: float = 300.0) -> list[float]:
    """A latency with a daily season, which begins at any time of day."""
    chance = random.Random(seed)
    shift = chance.random()
    return [
        100 * math.exp(0.5 * math.sin(2 * math.pi * (place * period / 86_400 + shift)))
        * math.exp(chance.gauss(0, 0.15))
        for place in range(length)
    ]  # fmt: skip
