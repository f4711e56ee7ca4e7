"""The ranking of likely origins, as findings."""

from casebook.domain.finding import FindingKind
from casebook.knowledge.strength import Strength
from casebook.reasoning.rules import origin, traffic
from tests.unit.agents.builders import Incident, found_by

AGENT = "metric-agent"


def busy(name: str) -> Incident:
    incident = Incident()
    for each in ("checkout-fn", "payments-fn"):
        incident.usual(each, "Invocations", 100).usual(each, "Errors", 0).usual(
            each, "Duration", 50
        )
        incident.metric(each, "Invocations", {-2: 100, -1: 100})
        incident.metric(each, "Errors", {-2: 0, -1: 0}).metric(each, "Duration", {-2: 50, -1: 50})
    return incident.metric(name, "Errors", {-2: 60, -1: 80})


def test_the_callee_that_explains_the_failures_is_a_circumstantial_cause() -> None:
    both = busy("checkout-fn").metric("payments-fn", "Errors", {-2: 60, -1: 80})

    (finding,) = found_by(origin.ranked_origin, both, AGENT)

    assert finding.kind is FindingKind.CAUSE
    assert (finding.resource, finding.category) == ("payments-fn", "dependency")
    assert finding.strength == Strength.CIRCUMSTANTIAL.weight
    assert "its Errors went from 0 to 70" in finding.claim


def test_a_symptom_is_not_its_own_cause() -> None:
    (finding,) = found_by(origin.ranked_origin, busy("checkout-fn"), AGENT)

    assert finding.kind is FindingKind.CONTEXT
    assert finding.resource == "checkout-fn"


def test_nothing_is_ranked_while_nothing_rose() -> None:
    quiet = busy("checkout-fn").metric("checkout-fn", "Errors", {-2: 0, -1: 0})

    assert found_by(origin.ranked_origin, quiet, AGENT) == []
    assert [name for name, _ in quiet.asked] == ["query_metrics"]


def test_calls_that_multiply_behind_a_steady_caller_are_the_callers_doing() -> None:
    storm = busy("checkout-fn").metric("payments-fn", "Invocations", {-2: 900, -1: 1100})

    (finding,) = found_by(traffic.calls_multiplied, storm, AGENT)

    assert (finding.resource, finding.category) == ("checkout-fn", "traffic")
    assert found_by(traffic.traffic_surge, storm, AGENT) == []


def test_calls_that_rise_with_the_callers_own_are_a_surge_from_its_beginning() -> None:
    surge = busy("checkout-fn").metric("payments-fn", "Invocations", {-2: 900, -1: 1100})
    surge.metric("checkout-fn", "Invocations", {-3: 900, -2: 900, -1: 1100})

    assert found_by(traffic.calls_multiplied, surge, AGENT) == []
    (finding,) = found_by(traffic.traffic_surge, surge, AGENT)
    assert finding.resource == "checkout-fn"
