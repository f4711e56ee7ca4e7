"""How the level of a metric moves when nothing is wrong, and when something is."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

from tests.evals._generate.incident import Series, poisson

DAY = 86400.0


@dataclass
class Level(Series):
    """Follows the day and, half as much, the hour. `earlier`: offsets from before the two hours."""

    earlier: list[float] = field(default_factory=list)

    def value(self, at: float, dice: random.Random, phase: float) -> float | None:
        if any(since <= at <= until for since, until in self.silent):
            return None
        tide = math.sin(phase + at * math.tau / DAY) + math.sin(at * math.tau / 3600) / 2
        level = self.usual * (1 + self.cycle * tide)
        for since, to, until, ramp in self.shifts:
            if since <= at <= until:
                way = min(1.0, (at - since) / ramp) if ramp else 1.0
                level += (to - level) * way
        value = max(0.0, dice.gauss(level, abs(level) * self.noise))
        if self.unit == "Count":
            return float(poisson(dice, level) if level < 20 else round(value))
        if self.unit == "Percent":
            value = min(value, 100.0)
        return float(f"{value:.4g}")
