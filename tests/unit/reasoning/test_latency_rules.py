"""Slowness, and slowness that says nothing."""

from casebook.reasoning.rules import latency, metrics, recovery
from tests.unit.agents.builders import Incident, found_by

AGENT = "metric-agent"


def slow(values: dict[int, float]) -> Incident:
    incident = Incident().usual("payments-fn", "Duration", 100)
    return incident.metric("payments-fn", "Duration", values)


def test_latency_far_above_the_usual_is_a_symptom() -> None:
    (finding,) = found_by(latency.latency_rose, slow({-2: 2500, -1: 2900}), AGENT)

    assert finding.resource == "payments-fn"
    assert "to 2900" in finding.claim


def test_half_as_slow_again_is_a_symptom_once_it_lasts_and_never_was() -> None:
    assert found_by(latency.latency_rose, slow({-2: 155, -1: 160, 0: 158}), AGENT)
    assert found_by(latency.latency_rose, slow({-2: 155, -1: 100, 0: 158}), AGENT) == []


def test_slowness_that_began_before_the_window_is_dated_back() -> None:
    incident = slow({-minute: 2000 for minute in range(1, 6)})

    (finding,) = found_by(latency.latency_rose, incident, AGENT)

    assert f"{finding.onset:%H:%M}" == "19:05"


def test_one_slow_period_between_ordinary_ones_is_told_and_is_no_symptom() -> None:
    cold_start = slow({-2: 2159, -1: 148, 0: 143})

    assert found_by(latency.latency_rose, cold_start, AGENT) == []
    assert found_by(latency.slow_once, cold_start, AGENT)
    assert found_by(metrics.within_baseline, cold_start, AGENT)


def test_the_newest_period_is_slow_once_only_with_hardly_any_calls() -> None:
    newest = slow({-1: 120, 0: 2159})
    newest.metric("payments-fn", "Invocations", {0: 2})
    assert found_by(latency.latency_rose, newest, AGENT) == []

    newest.metric("payments-fn", "Invocations", {0: 200})
    assert found_by(latency.latency_rose, newest, AGENT)


def test_a_slow_period_with_failures_is_a_symptom() -> None:
    failing = slow({-2: 2159, -1: 148}).usual("payments-fn", "Errors", 0)
    failing.metric("payments-fn", "Errors", {-2: 3})

    assert found_by(latency.latency_rose, failing, AGENT)


def test_what_is_fast_again_for_three_periods_has_recovered() -> None:
    incident = slow({-2: 2500, -1: 2900, 0: 110, 1: 100, 2: 105})
    incident.now = 130
    (finding,) = found_by(recovery.latency_recovered, incident, AGENT)

    assert f"{finding.onset:%H:%M}" == "19:10"
    incident.metric("payments-fn", "Duration", {2: 2000})
    assert found_by(recovery.latency_recovered, incident, AGENT) == []
