"""What a relation is: a row of the table, with the variants that it makes of a scenario."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from cli.evaluation.metamorphic.judging import Judge, judged
from cli.evaluation.scenario import Scenario


@dataclass(frozen=True)
class Variant:
    """A scenario made from another. `judge` decides what its report is worth, where the row's
    criterion needs more than what is expected of the scenario."""

    label: str
    scenario: Scenario
    judge: Judge = judged


Maker = Callable[[Scenario, random.Random], Variant | None]


@dataclass(frozen=True)
class Relation:
    """A row. Makers return None for a scenario that they do not apply to."""

    name: str
    holds: str
    makers: dict[str, Maker]

    def variants(self, scenario: Scenario, seed: int) -> list[Variant]:
        made = (self.variant(label, scenario, seed) for label in self.makers)
        return [variant for variant in made if variant is not None]

    def variant(self, label: str, scenario: Scenario, seed: int) -> Variant | None:
        chance = random.Random(f"{seed}/{self.name}/{label}/{scenario.name}")
        made = self.makers[label](scenario, chance)
        if made is None:
            return None
        named = replace(made.scenario, name=f"{scenario.name}~{self.name}~{label}")
        return replace(made, label=label, scenario=named)
