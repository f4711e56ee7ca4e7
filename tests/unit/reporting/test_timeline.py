"""The order of what happened, as far as the evidence decides it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.domain.alarm import Alarm
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.report import Moment
from casebook.reasoning.assessment import Assessment
from casebook.reporting.timeline import timeline_of
from tests.unit.agents.builders import ALARM_AT, at, changed, workload


def symptom(seconds: float, width: float | None) -> Finding:
    began = at(seconds)
    return Finding(
        id="fnd_s", agent="metric-agent", rule="failures-rose", kind=FindingKind.SYMPTOM,
        claim="It failed.", strength=0.8, evidence=(), resource="checkout-fn", onset=began,
        onset_until=began + timedelta(seconds=width) if width else None,
    )  # fmt: skip


def change(seconds: float, not_before: float | None = None) -> Finding:
    made = changed("checkout-fn", seconds, ("timeout", 3, 1), not_before=not_before)
    return Finding(
        id="fnd_c", agent="code-agent", rule="change-before-alarm", kind=FindingKind.CHANGE,
        claim="It was changed.", strength=0.4, evidence=(), resource="checkout-fn", onset=made.at,
        change=made,
    )  # fmt: skip


def timeline(*findings: Finding, alarm_at: float | None = None) -> list[Moment]:
    alarm = None if alarm_at is None else Alarm(name="a", state="ALARM", changed_at=at(alarm_at))
    return list(timeline_of(Assessment(findings, (), (), (), workload()), alarm, []))


@given(begin=st.integers(-3600, -300), into=st.integers(0, 300))
def test_no_symptom_stands_before_a_change_that_came_within_its_datapoint(
    begin: int, into: int
) -> None:
    shown = timeline(symptom(begin, 300), change(begin + into), alarm_at=0)

    assert [each.what.startswith("checkout-fn was changed") for each in shown] == [
        True, False, False,
    ]  # fmt: skip


@given(begin=st.integers(-3600, -600), after=st.integers(303, 500))
def test_a_change_after_the_datapoint_stands_behind_it(begin: int, after: int) -> None:
    shown = timeline(symptom(begin, 300), change(begin + after))

    assert shown[0].what == "It failed."


def test_a_line_of_a_log_is_exact_but_for_what_clocks_disagree_about() -> None:
    assert timeline(symptom(-60, None), change(-59))[0].what != "It failed."
    assert timeline(symptom(-60, None), change(-50))[0].what == "It failed."


def test_what_was_changed_between_two_looks_is_an_interval() -> None:
    (moment,) = timeline(change(-60, not_before=-300))

    assert (moment.at, moment.until) == (at(-300), at(-60))
    assert "between" in moment.what


def test_a_datapoint_is_shown_as_wide_as_it_is() -> None:
    (moment,) = timeline(symptom(-600, 300))

    assert (moment.at, moment.until) == (at(-600), at(-300))


@pytest.mark.parametrize("into", [10, 250])
def test_a_change_after_the_alarm_moves_no_symptom_behind_the_alarm(into: int) -> None:
    shown = timeline(symptom(-10, 300), change(into), alarm_at=0)

    assert shown[0].what == "It failed."
    assert shown[1].at == ALARM_AT
