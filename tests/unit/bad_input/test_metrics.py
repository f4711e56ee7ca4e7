"""Metrics as they really come: with gaps, alone, and with values that are no numbers."""

import json
import math

import pytest

from casebook.tools.results.metrics import Metrics
from tests.unit.agents.builders import info_line
from tests.unit.bad_input.world import REFUSED, World, dead_address, diagnose, quiet

NO_NUMBERS = {"NaN": math.nan, "infinity": math.inf, "minus infinity": -math.inf, "1e308": 1e308}


@pytest.mark.parametrize("value", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_a_value_that_is_no_number_is_a_gap(value: float) -> None:
    world = quiet().measure("Errors", [(-100, 0.0), (-40, value)])

    diagnosed = diagnose(world)

    assert diagnosed.report.root_cause is None
    (run,) = (run for run in world.runs if run.tool == "query_metrics")
    assert isinstance(run.data, Metrics)
    json.loads(run.data.to_json())
    assert all(math.isfinite(p.value) for each in run.data.summaries for p in each.points)


@pytest.mark.parametrize("value", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_values_that_are_no_numbers_do_not_hide_a_fault(value: float) -> None:
    world = dead_address().measure("Duration", [(s, value) for s in range(-3_700, 20, 60)])

    cause = diagnose(world).report.root_cause

    assert cause is not None
    assert (cause.resource, cause.category) == ("checkout-fn", "configuration")


@pytest.mark.parametrize(
    "points",
    [
        [(-40.0, 25.0)],
        [(-40.0, -0.0)],
        [(second, -0.0) for second in range(-3_700, 20, 60)],
        [(second, 0.0 if second % 120 else -0.0) for second in range(-3_700, 20, 60)],
        [(second, -5.0) for second in range(-3_700, 20, 60)],
        [(second, 1e-300) for second in range(-3_700, 20, 60)],
        [(-3_600.0, 1.0), (-1_800.0, 1.0)],
        [(86_400.0, 25.0)],
        [(-40.0, 25.0), (-40.0, 25.0)],
    ],
    ids=["one point", "one negative zero", "negative zeros", "zeros of both signs",
         "negative counts", "next to nothing", "none in the window", "in the future", "twice"],
)  # fmt: skip
def test_few_or_strange_points_are_told_and_end_in_a_report(
    points: list[tuple[float, float]],
) -> None:
    world = World().measure("Errors", points)

    diagnosed = diagnose(world)

    assert diagnosed.report.confidence <= 0.8
    assert not any("-0" in run.evidence.excerpt.split() for run in world.runs)
    assert "=-0" not in "".join(run.evidence.excerpt for run in world.runs)


def test_a_gap_where_the_fault_is_does_not_make_the_workload_healthy() -> None:
    world = dead_address()
    gappy = World().log(info_line("checkout finished"), *range(-3_600, 20, 30)).change(-55)
    gappy.log(REFUSED, *range(-50, 20, 2)).measure("Invocations", [(-3_000.0, 60.0)])

    with_metrics, without = diagnose(world).report, diagnose(gappy).report

    assert without.root_cause is not None
    assert with_metrics.root_cause is not None
    assert without.root_cause.resource == with_metrics.root_cause.resource
    assert without.confidence <= with_metrics.confidence
