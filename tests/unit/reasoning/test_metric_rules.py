"""Each rule over metrics, one by one."""

import pytest

from casebook.domain.finding import FindingKind
from casebook.domain.window import Window
from casebook.reasoning.rules import backlog, metrics, throttling, traffic
from tests.unit.agents.builders import Incident, at, found_by
from tests.unit.agents.databases import with_database

AGENT = "metric-agent"


def failing() -> Incident:
    incident = Incident().usual("checkout-fn", "Errors", 0)
    return incident.metric("checkout-fn", "Errors", {-1: 20, 0: 3})


def test_failures_above_the_hour_before_are_a_symptom_since_their_first_period() -> None:
    (finding,) = found_by(metrics.failures_rose, failing(), AGENT)

    assert finding.kind is FindingKind.SYMPTOM
    assert finding.resource == "checkout-fn"
    assert f"{finding.onset:%H:%M}" == "19:09"
    assert "total of 23" in finding.claim


def test_failures_as_usual_are_no_symptom() -> None:
    incident = Incident().usual("checkout-fn", "Errors", 9)
    incident.metric("checkout-fn", "Errors", {-1: 14, 0: 2})

    assert found_by(metrics.failures_rose, incident, AGENT) == []
    assert found_by(metrics.within_baseline, incident, AGENT)
    assert found_by(metrics.quiet_resource, incident, AGENT)[0].resource == "checkout-fn"


def test_no_datapoints_are_no_calm() -> None:
    for rule in (metrics.within_baseline, metrics.quiet_resource):
        assert found_by(rule, Incident(), AGENT) == []


def test_refused_requests_are_throttling_of_the_one_that_refused() -> None:
    incident = Incident().usual("orders-table", "WriteThrottleEvents", 0)
    incident.metric("orders-table", "WriteThrottleEvents", {-1: 12})

    (finding,) = found_by(throttling.throttle_metric, incident, AGENT)

    assert (finding.resource, finding.category) == ("orders-table", "throttling")
    assert found_by(throttling.throttle_metric, failing(), AGENT) == []


def test_system_errors_are_the_services_own() -> None:
    incident = Incident().usual("orders-table", "SystemErrors", 0)
    incident.metric("orders-table", "SystemErrors", {-1: 40})

    assert found_by(metrics.failing_service, incident, AGENT)[0].category == "infrastructure"


def test_traffic_that_surges_before_anything_fails_is_a_cause() -> None:
    incident = Incident().usual("checkout-fn", "Invocations", 100)
    incident.metric("checkout-fn", "Invocations", {-2: 800, -1: 900})

    assert found_by(traffic.traffic_surge, incident, AGENT)[0].category == "traffic"


def test_retries_of_failed_events_are_no_surge() -> None:
    """Lambda tries an asynchronous event three times: all of them fail, and count as arrivals."""
    incident = Incident().usual("checkout-fn", "Invocations", 100).usual("checkout-fn", "Errors", 0)
    incident.metric("checkout-fn", "Invocations", {-2: 300, -1: 300})
    incident.metric("checkout-fn", "Errors", {-2: 300, -1: 300})

    assert found_by(traffic.traffic_surge, incident, AGENT) == []


def test_traffic_that_ends_is_a_symptom_of_what_stands_before() -> None:
    incident = Incident().usual("checkout-fn", "Invocations", 100)
    incident.metric("checkout-fn", "Invocations", {-2: 1, -1: 0, 0: 0})

    assert found_by(traffic.traffic_fell, incident, AGENT)[0].kind is FindingKind.SYMPTOM


def test_a_queue_whose_oldest_message_grows_older_is_a_symptom() -> None:
    incident = Incident()
    incident.metric("fulfilment-queue", "ApproximateAgeOfOldestMessage", {-2: 60, -1: 120, 0: 180})

    assert found_by(backlog.backlog, incident, AGENT)[0].resource == "fulfilment-queue"
    incident.metric("fulfilment-queue", "ApproximateAgeOfOldestMessage", {0: 5})
    assert found_by(backlog.backlog, incident, AGENT) == []


def test_messages_that_pile_up_are_a_symptom() -> None:
    name = "ApproximateNumberOfMessagesVisible"
    incident = Incident().usual("fulfilment-queue", name, 3)
    incident.metric("fulfilment-queue", name, {-2: 90, -1: 180, 0: 271})

    assert found_by(backlog.backlog, incident, AGENT)


def test_throttles_from_nothing_to_hundreds_are_direct() -> None:
    incident = Incident().metric("orders-table", "WriteThrottleEvents", {-2: 547, -1: 737})

    (finding,) = found_by(throttling.throttle_metric, incident, AGENT)

    assert finding.strength > 0.8
    assert "total of 1284" in finding.claim


def test_a_rejection_is_no_throttling() -> None:
    incident = Incident(with_database("ThreadpoolSearchRejected"))
    incident.metric("db", "ThreadpoolSearchRejected", {-2: 80, -1: 90})

    assert found_by(throttling.throttle_metric, incident, AGENT) == []


def test_a_daily_peak_without_harm_is_within_the_baseline_and_is_said_to_be_regular() -> None:
    daily = Incident(with_database("CPUUtilization")).usual("db", "CPUUtilization", 30, minutes=180)
    daily.metric("db", "CPUUtilization", {-2: 96, -1: 97, -24 * 60: 95, -24 * 60 - 1: 95})

    (finding,) = found_by(metrics.within_baseline, daily, AGENT)

    assert "CPUUtilization of db is as high as it is every so often" in finding.claim


def test_trouble_of_caller_and_callee_together_begins_at_the_callee() -> None:
    incident = Incident()
    for name in ("checkout-fn", "payments-fn"):
        incident.usual(name, "Duration", 100).metric(name, "Duration", {-1: 2000})

    (finding,) = found_by(metrics.troubled_callee, incident, AGENT)

    assert finding.resource == "payments-fn"


@pytest.mark.parametrize(("callee", "blamed"), [(-9, 1), (-8, 1), (-7, 1), (-6, 0), (-2, 0)])
def test_trouble_below_that_began_later_than_above_is_another(callee: int, blamed: int) -> None:
    incident = Incident(window=Window(start=at(-600), end=at(0)))
    for name, since in (("checkout-fn", -8), ("payments-fn", callee)):
        incident.usual(name, "Duration", 100)
        incident.metric(name, "Duration", dict.fromkeys(range(since, 0), 2000))

    assert len(found_by(metrics.troubled_callee, incident, AGENT)) == blamed


def test_trouble_of_the_caller_alone_blames_nobody() -> None:
    assert found_by(metrics.troubled_callee, failing(), AGENT) == []
