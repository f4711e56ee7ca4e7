"""Transformations of when things happened: older incidents, quiet times, recoveries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cli.evaluation.metamorphic import age, healed, missing, quiet
from cli.evaluation.metamorphic.moving import shifted_text
from cli.evaluation.metamorphic.onset import incident_of
from cli.evaluation.metamorphic.watched import watched_by
from cli.evaluation.scenario import Expected, Scenario
from tests.unit.metamorphic.incidents import ONSET, incident, line, made


def without_told_onset(scenario: Scenario) -> Scenario:
    return replace(scenario, expected=scenario.expected.model_copy(update={"onset": None}))


def errors_of(scenario: Scenario) -> dict[float, float]:
    return {datum.at: datum.value for datum in scenario.data if datum.name == "Errors"}


def test_the_onset_is_where_the_breach_of_the_alarm_and_new_errors_begin() -> None:
    found = incident_of(incident())

    assert found is not None
    assert found.onset == pytest.approx(ONSET, abs=60)
    assert [change.at for change in found.causes] == [-330]


def test_an_onset_that_is_told_is_taken() -> None:
    scenario = incident()
    told = scenario.expected.model_copy(update={"onset": -120.0})

    found = incident_of(replace(scenario, expected=told))

    assert found is not None
    assert found.onset == -120.0


def test_a_false_alarm_has_no_incident() -> None:
    expected = Expected(verdict=("healthy",), resource=(None,))

    assert incident_of(incident(expected=expected)) is None


@pytest.mark.parametrize("minutes", age.AGES)
def test_an_older_incident_is_one_incident_of_that_age(minutes: int) -> None:
    older = made(age.maker_of(minutes)).scenario

    found = incident_of(without_told_onset(older))

    assert found is not None
    assert found.onset == pytest.approx(-60.0 * minutes, abs=300)
    breaching = [at for at, value in errors_of(older).items() if value > 5]
    assert len(breaching) == pytest.approx(minutes, abs=5)
    assert max(breaching) == max(at for at in errors_of(incident()))


def test_what_caused_an_older_incident_moves_with_it() -> None:
    before, older = incident(), made(age.maker_of(75)).scenario
    found = incident_of(older)

    assert found is not None
    distance = found.onset - older.changes[-1].at
    assert distance == pytest.approx(ONSET + 330, abs=60)
    assert len(older.changes) == len(before.changes)


def test_the_datapoints_of_an_older_incident_stay_on_their_grid() -> None:
    older = made(age.maker_of(240)).scenario

    times = sorted(errors_of(older))

    assert {at % 60 for at in times} == {59.0}
    assert len(times) == len([datum for datum in older.data if datum.name == "Errors"])


def test_what_runs_one_way_is_stretched_and_not_repeated() -> None:
    falling = [
        datum.model_copy(
            update={"name": "FreeStorage", "value": 1000.0 + min(0.0, ONSET - datum.at)}
        )
        for datum in incident().data
        if datum.name == "Errors"
    ]
    scenario = incident(data=(*incident().data, *falling))

    older = made(age.maker_of(75), scenario).scenario

    values = [datum.value for datum in sorted(older.data, key=lambda datum: datum.at)
              if datum.name == "FreeStorage"]  # fmt: skip
    assert values == sorted(values, reverse=True)
    assert values[-1] == falling[-1].value


def test_the_times_that_a_line_tells_move_with_it() -> None:
    text = '{"time": 1773480140469, "at": "2026-03-14T23:59:50Z", "order": 1773480140}'

    moved = shifted_text(text, 20)

    assert moved == '{"time": 1773480160469, "at": "2026-03-15T00:00:10Z", "order": 1773480140}'


def test_the_same_message_again_and_again_keeps_its_id_and_requests_do_not() -> None:
    poison, request = "11111111-2222-4333-8444-555555555555", "99999999-2222-4333-8444-555555555555"
    extra = [line(at, f"cannot read {poison}") for at in range(-290, 0, 10)]
    extra.append(line(-50, f"request {request}"))

    older = made(age.maker_of(75), incident(lines=(*incident().lines, *extra))).scenario

    assert sum(poison in each.message for each in older.lines) > 2 * len(extra)
    assert sum(request in each.message for each in older.lines) == 1


def test_the_quiet_part_holds_nothing_of_the_incident_and_its_alarm_breaches() -> None:
    variant = made(quiet.too_tight).scenario
    watched = watched_by(variant)

    assert variant.expected.is_false_alarm
    assert watched is not None
    assert all("refused" not in each.message for each in variant.lines)
    assert all(change.model_extra["resource"] != "pay-api" for change in variant.changes)  # type: ignore[index]
    assert all(watched.breaches(value) for _, value in watched.folded()[-3:])
    fired = sum(watched.breaches(value) for _, value in watched.folded())
    assert fired > 0.2 * len(watched.folded())


def test_what_healed_fired_while_it_failed_and_is_as_before_for_ten_minutes() -> None:
    variant = made(healed.healed).scenario
    errors = errors_of(variant)

    assert variant.alarm.message()["StateChangeTime"] == -600
    assert all(value == 1.0 for at, value in errors.items() if at >= -600)
    assert all(value == 20.0 for at, value in errors.items() if -880 <= at < -600)
    assert {at % 60 for at in errors} == {59.0}


def test_without_history_nothing_is_older_than_twenty_minutes_but_changes() -> None:
    variant = made(missing.no_history).scenario

    assert min(each.at for each in variant.lines) >= -1200
    assert min(datum.at for datum in variant.data) >= -1200
    assert variant.changes == incident().changes


def test_the_causing_change_goes_and_the_others_stay() -> None:
    variant = made(missing.no_causing_change).scenario

    assert [change.at for change in variant.changes] == [-3000]


def test_the_failing_lines_of_the_cause_go_and_its_other_lines_stay() -> None:
    variant = made(missing.no_error_lines).scenario

    assert all("ERROR" not in each.message for each in variant.lines)
    assert any("order taken" in each.message for each in variant.lines)
