"""The variants as trials on a stack, one after the other."""

from __future__ import annotations

from cli.evaluation.metamorphic.running import Metamorphic, Run, run_of
from cli.evaluation.scoring import Trial
from cli.evaluation.trials import Trials


def run_on_stack(asked: Metamorphic, trials: Trials) -> list[Run]:
    """A scenario's unchanged form comes before its variants, which are held against it."""
    made = list(asked.trials())
    found: list[Run] = []
    base: Trial | None = None
    for (task, row, label, variant, _), trial in zip(
        made, trials.run(scenario for *_, scenario in made), strict=True
    ):
        if variant is None:
            base = trial
        found.append(run_of(task.scenario.name, row, label, trial, variant, base))
    return found
