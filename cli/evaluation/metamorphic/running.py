"""Makes the variants and runs them, by replay in worker processes or as trials on a stack."""

from __future__ import annotations

import gc
import multiprocessing
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

from cli.evaluation.metamorphic.judging import Outcome, judged
from cli.evaluation.metamorphic.relation import Relation, Variant
from cli.evaluation.metamorphic.rows import relations
from cli.evaluation.replaying import replayed
from cli.evaluation.scenario import Scenario
from cli.evaluation.scoring import Trial

BASE = "unchanged"


@dataclass(frozen=True)
class Run:
    """One report, judged. `row` is BASE for the unchanged scenario."""

    scenario: str
    row: str
    variant: str
    outcome: Outcome
    verdict: str | None = None
    resource: str | None = None
    category: str | None = None
    confidence: float | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Asked:
    """What is to be run of one scenario: (row, label of the variant)."""

    scenario: Scenario
    variants: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Metamorphic:
    """A run over scenarios. `rows` are the wanted ones, all if there are none; `sample` is the most
    that is run of each row, drawn by the seed."""

    scenarios: Sequence[Scenario]
    seed: int = 1
    rows: tuple[str, ...] = ()
    sample: int | None = None

    @property
    def relations(self) -> list[Relation]:
        found = relations(self.scenarios)
        return [relation for relation in found if not self.rows or relation.name in self.rows]

    def asked(self) -> list[Asked]:
        """What applies to each scenario, in its order. A sample is drawn from what applies."""
        everything = [
            (number, relation.name, label)
            for relation in self.relations
            for number, label in self._drawn(relation)
        ]
        by_scenario: dict[int, list[tuple[str, str]]] = {}
        for number, row, label in everything:
            by_scenario.setdefault(number, []).append((row, label))
        return [Asked(self.scenarios[n], tuple(by_scenario[n])) for n in sorted(by_scenario)]

    def variant(self, row: str, label: str, scenario: Scenario) -> Variant | None:
        (relation,) = (relation for relation in self.relations if relation.name == row)
        return relation.variant(label, scenario, self.seed)

    def _drawn(self, relation: Relation) -> list[tuple[int, str]]:
        pairs = [(n, label) for n in range(len(self.scenarios)) for label in relation.makers]
        random.Random(f"{self.seed}/{relation.name}").shuffle(pairs)
        if self.sample is None:
            return pairs
        drawn: list[tuple[int, str]] = []
        for number, label in pairs:
            if len(drawn) == self.sample:
                break
            if relation.variant(label, self.scenarios[number], self.seed) is not None:
                drawn.append((number, label))
        return drawn

    def run(self, jobs: int = 2, done: Callable[[int, int], None] | None = None) -> list[Run]:
        """`done` is told how many scenarios of how many are through."""
        asked = self.asked()
        found: list[list[Run]] = [[] for _ in asked]
        if jobs == 1:
            for number, task in enumerate(asked):
                found[number] = self.of(task)
                if done:
                    done(number + 1, len(asked))
            return [run for runs in found for run in runs]
        # Workers inherit the scenarios: to pickle them for each task would take longer than to
        # diagnose them. What is frozen is not looked through by each worker's garbage collector.
        gc.collect()
        gc.freeze()
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(jobs, context, _inherit, (self, asked)) as pool:
            numbers = {pool.submit(_of, number): number for number in range(len(asked))}
            for through, future in enumerate(as_completed(numbers), start=1):
                found[numbers[future]] = future.result()
                if done:
                    done(through, len(asked))
        return [run for runs in found for run in runs]

    def of(self, task: Asked) -> list[Run]:
        """The unchanged scenario's run, and those of its variants."""
        base, _ = replayed(task.scenario)
        runs = [run_of(task.scenario.name, BASE, "", base, None, None)]
        for row, label in task.variants:
            if (variant := self.variant(row, label, task.scenario)) is not None:
                trial, _ = replayed(variant.scenario)
                runs.append(run_of(task.scenario.name, row, label, trial, variant, base))
        return runs

    def trials(self) -> Iterator[tuple[Asked, str, str, Variant | None, Scenario]]:
        """The same as scenarios, for a stack; each scenario's unchanged form comes first."""
        for task in self.asked():
            yield task, BASE, "", None, task.scenario
            for row, label in task.variants:
                if (variant := self.variant(row, label, task.scenario)) is not None:
                    yield task, row, label, variant, variant.scenario


def run_of(
    scenario: str, row: str, label: str, trial: Trial, variant: Variant | None, base: Trial | None
) -> Run:
    report = trial.report
    if report is None:
        return Run(scenario, row, label, Outcome.LOST, problem=trial.problem)
    judge = variant.judge if variant else judged
    outcome = judge(report, trial.expected, base.report if base else None, trial.fired_at)
    cause = report.root_cause
    return Run(
        scenario,
        row,
        label,
        outcome,
        verdict=report.verdict.value,
        resource=cause.resource if cause else None,
        category=cause.category if cause else None,
        confidence=report.confidence,
    )


_inherited: list[tuple[Metamorphic, list[Asked]]] = []


def _inherit(metamorphic: Metamorphic, asked: list[Asked]) -> None:
    _inherited.append((metamorphic, asked))


def _of(number: int) -> list[Run]:
    metamorphic, asked = _inherited[-1]
    return metamorphic.of(asked[number])
