"""A seeded sample of the metamorphic run over the project's own scenarios.

`make metamorphic` runs all of it (docs/evaluation.md), where 95 of 100 must hold in each row. A
sample of a few says less of a row, so here the rows are held together; another cause above .8 must
not be in any.
"""

from __future__ import annotations

import pytest

from cli.evaluation.metamorphic.rows import relations
from cli.evaluation.metamorphic.running import Metamorphic, Run
from cli.evaluation.metamorphic.table import LEAST_SHARE, Results, Row
from tests.evals.suite import scenarios

pytestmark = pytest.mark.xdist_group("metamorphic")

SEED, SAMPLE = 1, 8
ROWS = [relation.name for relation in relations(())]


@pytest.fixture(scope="module")
def results() -> Results:
    asked = Metamorphic(list(scenarios()), SEED, sample=SAMPLE)
    return Results(asked.run(jobs=1), asked.relations)


@pytest.mark.parametrize("name", ROWS)
def test_what_does_not_touch_the_cause_never_makes_it_sure_of_another(
    results: Results, name: str
) -> None:
    (row,) = (row for row in results.rows if row.name == name)

    assert len(row.runs) == SAMPLE
    assert row.another == 0, _told(row)


def test_what_does_not_touch_the_cause_does_not_change_the_diagnosis(results: Results) -> None:
    runs = [run for row in results.rows for run in row.runs]
    held = [run for run in runs if run.outcome.holds]

    assert len(held) >= LEAST_SHARE * len(runs), "\n".join(map(_told, results.rows))


def _told(row: Row) -> str:
    return "\n".join(map(_line, (run for run in row.runs if not run.outcome.holds)))


def _line(run: Run) -> str:
    said = f"{run.verdict} {run.resource}/{run.category} {run.confidence}"
    return f"{run.scenario}, {run.variant}: {run.outcome.value} ({run.problem or said})"
