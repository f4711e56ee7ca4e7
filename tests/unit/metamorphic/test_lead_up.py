"""What leads up to an incident is no quiet time, and what fails seldom heals longer ago."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from cli.evaluation.metamorphic import healed, quiet
from cli.evaluation.metamorphic.lead_up import quiet_until
from cli.evaluation.metamorphic.onset import incident_of
from cli.evaluation.scenario import Datum, Scenario
from tests.unit.metamorphic.incidents import ONSET, incident, made

SEEDS = range(5)


def climbing(since: float, seed: int, slope: float = 5.0) -> Scenario:
    """The service's Duration climbs or falls from then on, until it fails for it."""
    dice = random.Random(seed)

    def value(datum: Datum) -> float:
        return 5000.0 + dice.uniform(-50, 50) + slope * max(0.0, datum.at - since)

    data = [
        datum.model_copy(update={"value": value(datum)}) if datum.name == "Duration" else datum
        for datum in incident().data
    ]
    return incident(data=tuple(data))


def quiet_end(scenario: Scenario) -> float:
    found = incident_of(scenario)
    assert found is not None
    return quiet_until(scenario, found)


def failing_every(seconds: int) -> Scenario:
    """An incident of fifty minutes with a failing line now and then."""
    onset = -3000.0
    base = incident()
    lines = [
        line.model_copy(update={"message": line.message.replace("ERROR", "INFO")})
        if line.at >= onset and "ERROR" in line.message and line.at % seconds
        else line
        for line in incident_since(onset).lines
    ]
    expected = base.expected.model_copy(update={"onset": onset})
    return replace(incident_since(onset), lines=tuple(lines), expected=expected)


def incident_since(onset: float) -> Scenario:
    """The incident begun earlier, after three hours without it."""
    base = incident()
    moved = onset - ONSET
    failing = [line for line in base.lines if line.at >= ONSET]
    calm = [line for line in base.lines if line.at < ONSET]
    span = int(-onset // 300) + 1
    lines = [
        line.model_copy(update={"at": line.at + moved + 300.0 * number})
        for number in range(span)
        for line in failing
        if line.at < 0 and line.at + moved + 300.0 * number < 90
    ]
    lines += [
        line.model_copy(update={"at": line.at + moved - 3300.0 * back})
        for back in range(3)
        for line in calm
    ]
    data = [
        datum.model_copy(update={"at": datum.at - 3660.0 * back})
        for back in range(4)
        for datum in base.data
        if back == 0 or datum.at < ONSET
    ]
    return incident(lines=tuple(lines), data=tuple(data), changes=())


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("slope", [5.0, -4.0])
def test_a_level_that_moves_into_the_incident_ends_the_quiet_time(seed: int, slope: float) -> None:
    scenario = climbing(-1500.0, seed, slope)

    assert quiet_end(scenario) == pytest.approx(-1480.0, abs=90)


@pytest.mark.parametrize("seed", SEEDS)
def test_where_nothing_leads_up_to_it_all_before_is_quiet(seed: int) -> None:
    scenario = climbing(ONSET, seed)
    found = incident_of(scenario)

    assert found is not None
    assert quiet_end(scenario) == pytest.approx(found.began, abs=60)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_quiet_part_ends_before_what_leads_up_to_the_incident(seed: int) -> None:
    variant = made(quiet.too_tight, climbing(-1200.0, seed)).scenario

    values = [datum.value for datum in variant.data if datum.name == "Duration"]

    assert max(values) <= 5050.0


def test_what_fails_seldom_heals_longer_ago() -> None:
    variant = made(healed.healed, failing_every(300)).scenario

    assert -1300 <= variant.alarm.message()["StateChangeTime"] <= -1100
    assert all(line.at < -1100 for line in variant.lines if "ERROR" in line.message)


def test_what_is_watched_by_a_long_period_heals_two_of_them_ago() -> None:
    scenario = failing_every(10)
    trigger = scenario.alarm.message()["Trigger"] | {"Period": 900}
    alarm = type(scenario.alarm).model_validate(scenario.alarm.message() | {"Trigger": trigger})

    variant = made(healed.healed, replace(scenario, alarm=alarm)).scenario

    assert variant.alarm.message()["StateChangeTime"] == -1800


def test_what_fails_too_seldom_to_be_seen_to_stop_cannot_be_healed() -> None:
    assert healed.healed(failing_every(1500), random.Random(1)) is None


def test_what_was_not_measured_before_the_incident_cannot_be_healed() -> None:
    base = incident()
    young = tuple(datum for datum in base.data if datum.at >= ONSET - 120)

    assert healed.healed(replace(base, data=young), random.Random(1)) is None
