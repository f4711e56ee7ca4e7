"""Scenarios are made as the manifest says, and claim what their data say: alarm, names, times."""

import json
import operator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cli.evaluation import reading
from cli.evaluation.scenario import Scenario
from tests.evals import suite

# Scenarios go on for 90 seconds after the alarm.
AFTER = 90.0
MINUTE = 60.0
LATE = 3
"""Minutes by which CloudWatch may evaluate a datapoint after its end."""
BEYOND = {"GreaterThanThreshold": operator.gt, "LessThanThreshold": operator.lt}

SUITE = list(suite.scenarios())
RECORDED = [found for found in SUITE if suite.plan(found.name).sampling.daily]
"""Those with every minute of the metric that the alarm is about."""


def named(scenario: Scenario) -> str:
    return scenario.name


def test_every_scenario_is_made_as_the_manifest_says() -> None:
    """Also a Python whose dice fall differently shows here."""
    committed = json.loads(suite.MANIFEST.read_text())

    assert suite.manifest() == committed


def test_one_byte_more_in_any_file_is_another_digest() -> None:
    files = suite.files("cold-cache")

    digests = {suite.digest({**files, name: files[name] + b" "}) for name in files}

    assert len(digests) == len(files)
    assert suite.digest(files) not in digests


def test_what_is_written_is_what_is_made_and_leaves_nothing_of_an_earlier_run(
    tmp_path: Path,
) -> None:
    suite.write(tmp_path)
    earlier = tmp_path / "no-longer-there"
    earlier.mkdir()
    (tmp_path / "manifest.json").write_text(json.dumps({earlier.name: ""}))

    suite.write(tmp_path)

    written = reading.find([tmp_path])
    assert [replace(scenario, part="all") for scenario in written] == SUITE
    assert not earlier.exists()


@pytest.mark.parametrize("scenario", SUITE, ids=named)
def test_what_is_loaded_belongs_to_a_registered_resource_and_ends_shortly_after_the_alarm(
    scenario: Scenario,
) -> None:
    groups = {group for each in scenario.workload.resources for group in each.log_groups}
    metrics = {
        (metric.namespace, metric.name, frozenset(metric.dimensions.items()))
        for each in scenario.workload.resources
        for metric in each.metrics
    }

    assert {line.group for line in scenario.lines} <= groups
    assert {
        (datum.namespace, datum.name, frozenset(datum.dimensions.items()))
        for datum in scenario.data
    } <= metrics
    assert all(each.at <= AFTER for each in (*scenario.lines, *scenario.data))
    assert all(each.at <= 0 for each in scenario.changes)


@pytest.mark.parametrize("scenario", SUITE, ids=named)
def test_whom_a_scenario_names_as_right_or_as_wrong_exists_and_is_not_both(
    scenario: Scenario,
) -> None:
    resources = {each.name for each in scenario.workload.resources}
    right = {name for name in scenario.expected.resource if name}
    wrong = set(scenario.expected.blames)

    assert right | wrong <= resources
    assert not right & wrong


@pytest.mark.parametrize("scenario", RECORDED, ids=named)
def test_the_alarm_would_have_fired_from_the_data_when_it_did_and_not_long_before(
    scenario: Scenario,
) -> None:
    trigger = scenario.alarm.message()["Trigger"]
    watched = watched_values(scenario, trigger)
    if trigger["TreatMissingData"] == "breaching":
        breaches = [minute not in watched for minute in range(120)]
    else:
        beyond = BEYOND[trigger["ComparisonOperator"]]
        breaches = [
            minute in watched and beyond(watched[minute], trigger["Threshold"])
            for minute in range(120)
        ]

    periods = trigger["EvaluationPeriods"]
    fired = [all(breaches[minute : minute + periods]) for minute in range(120 - periods)]
    assert any(fired[:LATE])
    edited = -scenario.alarm.message()["AlarmConfigurationUpdatedTimestamp"] / MINUTE
    assert not any(fired[LATE : int(min(edited, 120))])


@pytest.mark.parametrize("scenario", RECORDED, ids=named)
def test_there_are_two_hours_to_compare_with(scenario: Scenario) -> None:
    assert min(datum.at for datum in scenario.data) <= -2 * 3600
    assert min(line.at for line in scenario.lines) <= -110 * MINUTE


def watched_values(scenario: Scenario, trigger: dict[str, Any]) -> dict[int, float]:
    """The values of the alarm's metric, by whole minutes before the alarm."""
    dimensions = {each["name"]: each["value"] for each in trigger["Dimensions"]}
    return {
        int(-datum.at // MINUTE): datum.value
        for datum in scenario.data
        if (datum.name, dict(datum.dimensions)) == (trigger["MetricName"], dimensions)
    }
