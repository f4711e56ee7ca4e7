"""A whole metamorphic run, by replay."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cli.evaluation.isolation import DIMENSION, Isolation
from cli.evaluation.metamorphic import alarm_forms, together
from cli.evaluation.metamorphic.judging import Outcome
from cli.evaluation.metamorphic.running import BASE, Metamorphic
from cli.evaluation.recorded import alarms_of
from cli.evaluation.replaying import replayed
from tests.unit.metamorphic.incidents import FIRED_AT, incident, made


def test_a_run_judges_the_unchanged_scenario_and_every_variant() -> None:
    scenarios = [incident(), replace(incident(), name="other")]

    runs = Metamorphic(scenarios, rows=("names", "no history")).run(jobs=1)

    found = {(run.row, run.variant) for run in runs if run.scenario == "pay"}
    assert found == {
        (BASE, ""),
        ("names", "first"),
        ("names", "second"),
        ("no history", "20 min"),
    }
    assert len(runs) == 2 * len(found)


def test_workers_find_what_one_process_finds() -> None:
    asked = Metamorphic([incident(), replace(incident(), name="other")], rows=("sampling",))
    through: list[tuple[int, int]] = []

    in_workers = asked.run(jobs=2, done=lambda done, of: through.append((done, of)))

    assert in_workers == asked.run(jobs=1)
    assert through == [(1, 2), (2, 2)]


def test_a_sample_takes_so_many_of_each_row_and_the_same_again() -> None:
    asked = Metamorphic([incident(), replace(incident(), name="other")], sample=1)

    rows = [row for task in asked.asked() for row, _ in task.variants]

    assert sorted(rows) == sorted(relation.name for relation in asked.relations)
    assert [task.variants for task in asked.asked()] == [task.variants for task in asked.asked()]


def test_what_the_product_refuses_is_lost_and_ends_no_run() -> None:
    refused = incident(changes=(incident().changes[0].model_copy(update={"kind": "x" * 99}),))

    runs = Metamorphic([refused], rows=("no history",)).run(jobs=1)

    assert {run.outcome for run in runs} == {Outcome.LOST}
    assert all(run.problem for run in runs)


def test_the_children_of_a_composite_alarm_can_be_described() -> None:
    variant = made(alarm_forms.composite).scenario

    (child,) = alarms_of(variant, FIRED_AT).describe(["pay-errors", "pay-errors-dependency"])

    assert (child.metric, child.threshold) == ("Errors", 5)


def test_an_incident_beside_it_is_another_workload_of_the_account() -> None:
    scenario = incident()
    maker = together.maker_of([scenario, incident(name="other")])

    variant = made(maker, scenario).scenario
    trial, _ = replayed(variant)

    assert variant.beside is not None
    assert trial.report is not None
    said = trial.report.model_dump_json()
    assert "pay-api" in said
    assert not [it.name for it in variant.beside.workload.resources if it.name in said]


@pytest.mark.parametrize("maker", [alarm_forms.metric_math, alarm_forms.anomaly_band])
def test_an_alarm_on_an_expression_is_kept_apart_in_a_trial(maker: object) -> None:
    isolated = Isolation("3f2a-07").applied(made(maker).scenario)  # type: ignore[arg-type]

    message = json.dumps(isolated.alarm.message())

    watched = {datum.dimensions[DIMENSION] for datum in isolated.data}
    assert all(value in message for value in watched)
