"""A metric minute by minute: its usual level with a tide and noise, and shifts."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.evals.builder.sampling import AFTER, Sampling


@dataclass
class Series:
    """`earlier`: moments from before the history at which it has a value, too."""

    namespace: str
    name: str
    dimensions: Mapping[str, str]
    unit: str
    usual: float
    noise: float
    cycle: float = 0.1
    earlier: list[float] = field(default_factory=list)
    _shifts: list[tuple[float, float, float, float]] = field(default_factory=list)
    _silent: list[tuple[float, float]] = field(default_factory=list)

    def shift(self, since: float, to: float, until: float = AFTER, ramp: float = 0.0) -> Series:
        """From `since` on it stands at `to`; `ramp`: how long it takes to get there."""
        self._shifts.append((since, to, until, ramp))
        return self

    def silence(self, since: float, until: float = AFTER) -> Series:
        self._silent.append((since, until))
        return self

    def address(self) -> dict[str, Any]:
        dimensions = dict(self.dimensions)
        return {"namespace": self.namespace, "name": self.name, "dimensions": dimensions}

    def data(
        self, dice: random.Random, phase: float, sampling: Sampling, watched: bool
    ) -> Iterator[dict[str, Any]]:
        """Its datapoints, as `metrics.jsonl` has them."""
        for at in (*self.earlier, *sampling.measured(watched)):
            value = self._value(at, dice, phase, sampling)
            if value is None or (value == 0 and self.name in sampling.never_zero):
                continue
            if sampling.publishes(at, watched):
                shown = int(value) if value == int(value) else value
                yield self.address() | {"unit": self.unit, "at": int(at), "value": shown}

    def _value(
        self, at: float, dice: random.Random, phase: float, sampling: Sampling
    ) -> float | None:
        if any(since <= at <= until for since, until in self._silent):
            return None
        level = self.usual * (1 + self.cycle * sampling.tide(at, phase))
        for since, to, until, ramp in self._shifts:
            if since <= at <= until:
                way = min(1.0, (at - since) / ramp) if ramp else 1.0
                level += (to - level) * way
        value = max(0.0, dice.gauss(level, abs(level) * self.noise))
        if self.unit == "Count":
            return float(poisson(dice, level) if level < 20 else round(value))
        return sampling.rounded(min(value, 100.0) if self.unit == "Percent" else value, self.unit)


def poisson(dice: random.Random, mean: float) -> int:
    """Knuth's algorithm, which does for small means."""
    limit, product, count = math.exp(-max(mean, 0.0)), dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count
