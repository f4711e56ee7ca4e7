"""Whole diagnoses of telemetry and alarms that are broken: they conclude, and tell what is missing.

Each is a real incident with a known cause, of which one thing is made bad.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from casebook.domain.report import Report, Verdict
from cli.evaluation.replay import Replay
from cli.evaluation.scenario import Alarm, Datum, Scenario
from tests.evals.suite import scenario as built

HOUR = 3600.0
INCIDENTS = ("bad-deploy-node", "bakery-preorders", "atlas-tiles")

Worse = Callable[[Scenario], Scenario]


def newest_datapoint(one: Scenario) -> Scenario:
    newest = {(d.namespace, d.name, str(d.dimensions)): d for d in sorted_data(one)}
    return replace(one, data=tuple(newest.values()))


def sorted_data(one: Scenario) -> list[Datum]:
    return sorted(one.data, key=lambda datum: datum.at)


def no_datapoint(one: Scenario) -> Scenario:
    return replace(one, data=())


def not_a_number(one: Scenario) -> Scenario:
    fields = [dict(datum) | {"value": math.nan} for datum in one.data]
    return replace(one, data=tuple(Datum.model_construct(**each) for each in fields))


def logs_gone(one: Scenario) -> Scenario:
    return replace(one, lines=())


def clocks_off(hours: float) -> Worse:
    def off(one: Scenario) -> Scenario:
        moved = [line.model_copy(update={"at": line.at + hours * HOUR}) for line in one.lines]
        return replace(one, lines=tuple(moved))

    return off


def trigger(**changed: object) -> Worse:
    """The alarm with fields of its trigger replaced; `...` takes one out."""

    def with_trigger(one: Scenario) -> Scenario:
        message: dict[str, Any] = one.alarm.message()
        fields = {**message.get("Trigger", {}), **changed}
        message["Trigger"] = {name: value for name, value in fields.items() if value is not ...}
        return replace(one, alarm=Alarm.model_validate(message))

    return with_trigger


BAD: dict[str, Worse] = {
    "a metric with one datapoint": newest_datapoint,
    "no datapoint at all": no_datapoint,
    "values that are no numbers": not_a_number,
    "a period of a day": trigger(Period=86_400),
    "deleted log groups": logs_gone,
    "logs an hour late": clocks_off(1),
    "logs an hour early": clocks_off(-1),
    "an alarm with null dimensions": trigger(Dimensions=None),
    "an alarm with dimensions of null": trigger(Dimensions=[{"name": None, "value": None}]),
    "an alarm without a metric": trigger(MetricName=..., Namespace=..., Dimensions=...),
    "an alarm with a metric of null": trigger(MetricName=None, Namespace=None),
    "an alarm with nothing": trigger(
        MetricName=..., Namespace=..., Dimensions=..., Period=..., Statistic=..., Threshold=...
    ),
}
# What takes away all that one source has is told as a gap.
TOLD = ("no datapoint at all", "values that are no numbers", "deleted log groups")


@cache
def concluded(name: str, what: str) -> Report:
    report = Replay(BAD[what](built(name))).diagnosis().report
    assert report is not None
    return report


@pytest.mark.parametrize("what", BAD)
@pytest.mark.parametrize("name", INCIDENTS)
def test_a_diagnosis_of_bad_input_concludes_and_calls_nothing_healthy(name: str, what: str) -> None:
    report = concluded(name, what)

    assert report.verdict is not Verdict.HEALTHY
    if report.verdict is Verdict.INCONCLUSIVE:
        assert report.next_steps


@pytest.mark.parametrize("what", TOLD)
@pytest.mark.parametrize("name", INCIDENTS)
def test_what_is_missing_is_told(name: str, what: str) -> None:
    assert concluded(name, what).gaps
