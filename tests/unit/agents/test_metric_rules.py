"""Each rule over metrics, one by one."""

from casebook.agents.rules import exhaustion, metrics, throttling, traffic
from casebook.agents.rules import input as inputs
from casebook.domain.finding import FindingKind
from casebook.domain.workload import Metric, Resource, Workload
from tests.unit.agents.builders import Incident, found_by, workload

AGENT = "metric-agent"


def failing() -> Incident:
    incident = Incident().usual("checkout-fn", "Errors", 0)
    return incident.metric("checkout-fn", "Errors", {-1: 20, 0: 3})


def with_metric(name: str) -> Workload:
    metric = Metric(namespace="AWS/RDS", name=name, dimensions={"DB": "db"})
    base = workload([("checkout-fn", "lambda")], [])
    database = Resource(name="db", type="rds", metrics=(metric,))
    return base.model_copy(update={"resources": (*base.resources, database)})


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


def test_latency_far_above_the_hour_before_is_a_symptom() -> None:
    incident = Incident().usual("payments-fn", "Duration", 100)
    incident.metric("payments-fn", "Duration", {-1: 2900})

    assert found_by(metrics.latency_rose, incident, AGENT)[0].resource == "payments-fn"
    incident.metric("payments-fn", "Duration", {-1: 150})
    assert found_by(metrics.latency_rose, incident, AGENT) == []


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

    assert found_by(inputs.backlog, incident, AGENT)[0].resource == "fulfilment-queue"
    incident.metric("fulfilment-queue", "ApproximateAgeOfOldestMessage", {0: 5})
    assert found_by(inputs.backlog, incident, AGENT) == []


def test_a_full_processor_is_exhaustion_unless_it_always_is() -> None:
    busy = Incident(with_metric("CPUUtilization")).metric("db", "CPUUtilization", {-2: 97, -1: 99})

    assert found_by(exhaustion.saturated, busy.usual("db", "CPUUtilization", 30), AGENT)
    assert not found_by(exhaustion.saturated, busy.usual("db", "CPUUtilization", 92), AGENT)


def test_storage_that_runs_down_is_exhaustion() -> None:
    full = Incident(with_metric("FreeStorageSpace")).usual("db", "FreeStorageSpace", 1000)
    full.metric("db", "FreeStorageSpace", {-1: 20})

    assert found_by(exhaustion.saturated, full, AGENT)[0].category == "resource-exhaustion"


def test_trouble_of_caller_and_callee_together_begins_at_the_callee() -> None:
    incident = Incident()
    for name in ("checkout-fn", "payments-fn"):
        incident.usual(name, "Duration", 100).metric(name, "Duration", {-1: 2000})

    (finding,) = found_by(metrics.troubled_callee, incident, AGENT)

    assert finding.resource == "payments-fn"


def test_trouble_of_the_caller_alone_blames_nobody() -> None:
    assert found_by(metrics.troubled_callee, failing(), AGENT) == []
