"""`casebook eval --ablate` and `--calibration`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from cli.evaluation.measuring import present_ablation, present_calibration
from cli.evaluation.scenario import Scenario
from tests.unit.metamorphic.incidents import incident


def refused() -> Scenario:
    """A scenario that the product refuses: a call of what is not in the workload."""
    workload = incident().workload.model_copy(update={"calls": (("pay-api", "nobody"),)})
    return replace(incident(), name="refused", workload=workload)


@pytest.mark.parametrize("present", [present_ablation, present_calibration])
def test_a_table_fits_80_columns(present: Callable[..., None]) -> None:
    output = Console(file=StringIO(), width=80)

    present([incident()], output, Console(file=StringIO()), as_json=False)

    lines = output.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith("1 scenarios")
    assert max(map(len, lines)) <= 80


def test_a_scenario_that_the_product_refuses_is_named_and_the_others_are_measured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    progress = Console(file=StringIO(), width=200)

    present_ablation([refused(), incident()], Console(), progress, as_json=True)

    assert "refused: " in progress.file.getvalue()  # type: ignore[attr-defined]
    assert json.loads(capsys.readouterr().out)["scenarios"] == 1


def test_calibration_counts_every_scenario_and_checks_the_reports(
    capsys: pytest.CaptureFixture[str],
) -> None:
    present_calibration([refused(), incident()], Console(), Console(file=StringIO()), as_json=True)

    found = json.loads(capsys.readouterr().out)
    assert found["scenarios"] == 2
    assert sum(band["reports"] for band in found["byConfidence"]) == 1
    assert found["citationGrounding"]["of"] > 0
    assert found["entityExistence"]["held"] == found["entityExistence"]["of"] > 0
