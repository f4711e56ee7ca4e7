"""The results of a metamorphic run: a table for people, a document for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from cli.evaluation.metamorphic.judging import Outcome
from cli.evaluation.metamorphic.relation import Relation
from cli.evaluation.metamorphic.running import BASE, Run

LEAST_SHARE = 0.95
_WORST_FIRST = (Outcome.ANOTHER, Outcome.LOST)


@dataclass(frozen=True)
class Row:
    """Runs of one relation. Shares are of the scenarios that come out right unchanged; another
    cause above .8 counts over all."""

    name: str
    holds: str
    runs: Sequence[Run]
    right: frozenset[str]

    def of_variant(self, label: str) -> Row:
        runs = [run for run in self.runs if run.variant == label]
        return replace(self, name=label, runs=runs)

    @property
    def counted(self) -> list[Run]:
        return [run for run in self.runs if run.scenario in self.right]

    def number(self, outcome: Outcome) -> int:
        return sum(run.outcome is outcome for run in self.counted)

    @property
    def another(self) -> int:
        return sum(run.outcome is Outcome.ANOTHER for run in self.runs)

    @property
    def share(self) -> float:
        """The share that holds; a row of which nothing was run holds."""
        counted = self.counted
        return sum(run.outcome.holds for run in counted) / len(counted) if counted else 1.0

    @property
    def as_it_must(self) -> bool:
        return self.another == 0 and self.share >= LEAST_SHARE


@dataclass(frozen=True)
class Results:
    runs: Sequence[Run]
    relations: Sequence[Relation]

    @property
    def right(self) -> frozenset[str]:
        """Scenarios that come out right unchanged."""
        return frozenset(run.scenario for run in self.base if run.outcome is Outcome.SAME)

    @property
    def base(self) -> list[Run]:
        return [run for run in self.runs if run.row == BASE]

    @property
    def rows(self) -> list[Row]:
        right = self.right
        return [
            Row(
                relation.name,
                relation.holds,
                [run for run in self.runs if run.row == relation.name],
                right,
            )
            for relation in self.relations
        ]

    @property
    def as_it_must(self) -> bool:
        return all(row.as_it_must for row in self.rows)

    def by_variant(self) -> list[tuple[str, Row]]:
        """Each row's variants, as rows of their own."""
        return [
            (
                row.name,
                Row(label, row.holds, [r for r in row.runs if r.variant == label], row.right),
            )
            for row in self.rows
            for label in dict.fromkeys(sorted(run.variant for run in row.runs))
        ]


def shown(results: Results, *, breaking: bool = True) -> RenderableType:
    """Within 80 columns: the table, the variants, and the scenarios that break."""
    parts: list[RenderableType] = [_head(results), "", _table(results.rows), ""]
    parts += [_variants(results)]
    if sure := [run.scenario for run in results.base if run.outcome is Outcome.ANOTHER]:
        parts += ["", Text(f"Wrong above .8 unchanged, left out below: {', '.join(sure)}")]
    if breaking and (broken := _broken(results)):
        parts += ["", Text("Scenarios that break (! is another cause above .8)"), broken]
    return Group(*parts)


def document(results: Results, seed: int) -> dict[str, Any]:
    return {
        "seed": seed,
        "asItMust": results.as_it_must,
        "scenarios": len(results.base),
        "rightUnchanged": len(results.right),
        "rows": [_row_document(row) | {"holds": row.holds} for row in results.rows],
        "variants": [
            _row_document(row) | {"row": name, "variant": row.name}
            for name, row in results.by_variant()
        ],
        "runs": [_run_document(run) for run in results.runs],
    }


def _head(results: Results) -> str:
    wrong = len(results.base) - len(results.right)
    sure = sum(run.outcome is Outcome.ANOTHER for run in results.base)
    return (
        f"{len(results.base)} scenarios, {len(results.right)} right unchanged. The other {wrong} "
        f'({sure} of them wrong above .8) count in the column "all >.8" alone.'
    )


def _table(rows: Sequence[Row]) -> Table:
    return _of_rows("transformation", [(row.name, row) for row in rows])


def _variants(results: Results) -> Table:
    return _of_rows(
        "variant", [(f"{name}: {row.name}"[:31], row) for name, row in results.by_variant()]
    )


def _of_rows(first: str, rows: Sequence[tuple[str, Row]]) -> Table:
    found = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    found.add_column(first, no_wrap=True, min_width=31)
    for name in ("runs", "same", "less sure", "lost", ">.8", "all >.8", "holds"):
        found.add_column(name, justify="right", no_wrap=True)
    for name, row in rows:
        found.add_row(*_cells(name, row))
    return found


def _cells(name: str, row: Row) -> tuple[str, ...]:
    colour = "green" if row.as_it_must else "red"
    return (
        escape(name),
        str(len(row.counted)),
        str(row.number(Outcome.SAME)),
        str(row.number(Outcome.LESS_SURE)),
        str(row.number(Outcome.LOST)),
        str(row.number(Outcome.ANOTHER)),
        str(row.another),
        f"[{colour}]{row.share:.1%}[/]",
    )


def _broken(results: Results) -> Table | None:
    """A line a scenario and row, with the variants that break it."""
    wrong_already = {run.scenario for run in results.base if run.outcome is Outcome.ANOTHER}
    found = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for name, most in (("scenario", 26), ("transformation", 14), ("variants", 38)):
        found.add_column(name, overflow="fold", max_width=most)
    for row in results.rows:
        broken = [
            run
            for run in row.runs
            if (run.outcome is Outcome.ANOTHER and run.scenario not in wrong_already)
            or (run.outcome is Outcome.LOST and run.scenario in row.right)
        ]
        for scenario in sorted({run.scenario for run in broken}):
            labels = _labels(run for run in broken if run.scenario == scenario)
            found.add_row(escape(scenario), escape(row.name), escape(labels))
    return found if found.row_count else None


def _labels(runs: Iterable[Run]) -> str:
    ordered = sorted(runs, key=lambda run: (_WORST_FIRST.index(run.outcome), run.variant))
    return ", ".join(f"{'!' * (r.outcome is Outcome.ANOTHER)}{r.variant}" for r in ordered)


def _row_document(row: Row) -> dict[str, Any]:
    return {
        "row": row.name,
        "runs": len(row.counted),
        "sameCause": row.number(Outcome.SAME),
        "lessSure": row.number(Outcome.LESS_SURE),
        "lost": row.number(Outcome.LOST),
        "anotherAboveSure": row.number(Outcome.ANOTHER),
        "runsOfAll": len(row.runs),
        "anotherAboveSureOfAll": row.another,
        "shareHolding": round(row.share, 4),
        "asItMust": row.as_it_must,
    }


def _run_document(run: Run) -> dict[str, Any]:
    return {
        "scenario": run.scenario,
        "row": run.row,
        "variant": run.variant,
        "outcome": run.outcome.value,
        "verdict": run.verdict,
        "resource": run.resource,
        "category": run.category,
        "confidence": run.confidence,
        "problem": run.problem,
    }
