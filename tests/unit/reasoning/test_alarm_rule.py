"""What is said of the alarm that fired: by its own statistic, period and direction."""

from typing import Any

import pytest

from casebook.domain.alarm import Alarm
from casebook.domain.finding import Finding
from casebook.domain.observation import AlarmNow
from casebook.reasoning.rules.alarm import alarm_now
from tests.unit.agents.builders import Incident, found_by


def incident(values: dict[int, float], **fields: Any) -> Incident:
    """An alarm on checkout-fn's errors, with values by minute from the moment when it fired."""
    of = Incident(now=70).alarmed("checkout-fn")
    assert of.alarm is not None
    known = of.alarm.model_dump() | {"statistic": "Sum", "treat_missing_data": "notBreaching"}
    of.alarm = Alarm.model_validate(known | fields)
    of.metric("checkout-fn", "Errors", values)
    return of.metric("checkout-fn", "Invocations", dict.fromkeys(range(-60, 1), 100.0))


def said(of: Incident) -> Finding:
    (finding,) = found_by(alarm_now, of, "metric-agent")
    return finding


def test_a_quiet_minute_of_a_long_period_clears_nothing() -> None:
    values = {-minute: 2.0 if minute > 1 else 0.0 for minute in range(60)}

    finding = said(incident(values, period_seconds=300, threshold=5.0))

    assert finding.about == AlarmNow(breaches=True)
    assert "`Sum of Errors over 300 s > 5, 1 of 1, missing data: notBreaching`" in finding.claim
    assert "8 at 19:05:00 UTC is over its threshold" in finding.claim


def test_too_little_is_below_the_threshold_and_not_over_it() -> None:
    values = {-minute: 50.0 if minute > 5 else 3.0 for minute in range(60)}

    finding = said(incident(values, comparison="LessThanThreshold", threshold=10.0))

    assert finding.about == AlarmNow(breaches=True)
    assert "3 at 19:10:00 UTC is below its threshold, and has since 19:05:00 UTC" in finding.claim
    assert "over its threshold" not in finding.claim


def test_what_is_enough_again_is_not_below_it() -> None:
    values = {-minute: 3.0 if 3 < minute < 9 else 50.0 for minute in range(60)}

    finding = said(incident(values, comparison="LessThanThreshold", threshold=10.0))

    assert finding.about == AlarmNow(breaches=False)
    assert "50 at 19:10:00 UTC is not below its threshold" in finding.claim


@pytest.mark.parametrize(("breaching", "holds"), [({0, 1, 2}, True), ({1, 2}, False)])
def test_m_of_n_decides(breaching: set[int], holds: bool) -> None:
    values = {-minute: 9.0 if minute in breaching else 0.0 for minute in range(60)}

    of = incident(values, evaluation_periods=5, datapoints_to_alarm=3, threshold=5.0)

    assert said(of).about == AlarmNow(breaches=holds)


def test_a_count_that_fell_silent_is_over_where_others_go_on() -> None:
    finding = said(incident({-minute: 9.0 for minute in range(2, 20)}))

    assert finding.about == AlarmNow(breaches=False)
    assert "no datapoint since 19:08:00 UTC" in finding.claim


def test_a_count_has_not_fallen_silent_before_its_period_is_over() -> None:
    long = {"period_seconds": 300, "threshold": 5.0}
    of = incident({-minute: 9.0 for minute in range(1, 20)}, **long)

    assert said(of).about == AlarmNow(breaches=True)


def test_silence_is_the_alarm_where_missing_data_breach() -> None:
    of = incident(
        {-minute: 50.0 for minute in range(9, 60)},
        comparison="LessThanThreshold", threshold=1.0, treat_missing_data="breaching",
    )  # fmt: skip

    assert said(of).about == AlarmNow(breaches=True)


@pytest.mark.parametrize("fields", [{"threshold": None}, {"metric": ""}, {"comparison": "Odd"}])
def test_nothing_is_said_of_an_alarm_that_cannot_be_evaluated(fields: dict[str, Any]) -> None:
    assert found_by(alarm_now, incident({0: 9.0}, **fields), "metric-agent") == []


def test_nothing_is_said_where_no_alarm_fired() -> None:
    of = incident({0: 9.0})
    of.alarm = None

    assert found_by(alarm_now, of, "metric-agent") == []
    assert "get_alarm_state" not in [name for name, _ in of.asked]


def test_a_metric_that_is_away_from_its_baseline_has_not_cleared() -> None:
    values = {-minute: 9.0 if minute < 2 else 0.0 for minute in range(60)}

    of = incident(values, evaluation_periods=5, datapoints_to_alarm=3, threshold=5.0)

    assert said(of).about == AlarmNow(breaches=True)
    assert "is away from its baseline" in said(of).claim
