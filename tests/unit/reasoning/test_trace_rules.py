from casebook.agents.roster import SPECIALISTS
from casebook.domain.finding import FindingKind
from casebook.domain.trace import Trace
from casebook.reasoning.rules.traces import faulty_segment
from tests.fakes.traces import TRACE_ID, segment
from tests.unit.agents.builders import Incident, at, diagnose, error_line, found_by


def traced(*failing: str, callee: str = "payments-fn", **state: bool) -> Incident:
    """A checkout whose log names its trace: the segments named in `failing` failed."""
    states = {"fault": True, **state}
    began = at(-60)

    def part(id: str, parent: str | None, name: str, call: bool = False) -> object:
        failed = states if name in failing else {}
        said = "TimeoutError: no answer within 3 s" if failed else None
        return segment(id, parent, name, 0.1, 3, began, is_call=call, exception=said, **failed)

    incident = Incident().log(
        "checkout-fn", error_line(f"checkout failed, trace {TRACE_ID}", "CheckoutError"), -60, -30
    )
    parts = (part("a", None, "checkout-fn"), part("b", "a", callee, call=True))
    incident.traces.put(Trace(TRACE_ID, 3.0, parts))  # type: ignore[arg-type]
    return incident


def test_the_deepest_segment_that_failed_is_where_the_fault_began() -> None:
    (finding,) = found_by(faulty_segment, traced("checkout-fn", "payments-fn"))

    assert (finding.kind, finding.resource) == (FindingKind.CAUSE, "payments-fn")
    assert (finding.category, finding.strength, finding.onset) == ("dependency", 0.58, at(-59.9))
    assert finding.claim == (
        "In traced requests the failure began in payments-fn below checkout-fn: "
        "`TimeoutError: no answer within 3 s`."
    )


def test_a_throttled_segment_is_a_bottleneck() -> None:
    incident = traced("checkout-fn", "payments-fn", fault=False, throttle=True)

    (finding,) = found_by(faulty_segment, incident)

    assert (finding.resource, finding.category) == ("payments-fn", "throttling")


def test_a_fault_that_began_where_requests_come_in_is_a_symptom() -> None:
    (finding,) = found_by(faulty_segment, traced("checkout-fn"))

    assert (finding.kind, finding.resource) == (FindingKind.SYMPTOM, "checkout-fn")
    assert finding.category is None


def test_a_fault_in_what_the_alarm_is_about_is_a_symptom() -> None:
    incident = traced("checkout-fn", "payments-fn").alarmed("payments-fn")

    (finding,) = found_by(faulty_segment, incident)

    assert (finding.kind, finding.resource) == (FindingKind.SYMPTOM, "payments-fn")


def test_a_call_of_somebody_outside_is_told_of_its_caller() -> None:
    incident = traced("checkout-fn", "api.partner.example", callee="api.partner.example")

    (finding,) = found_by(faulty_segment, incident)

    assert finding.resource == "checkout-fn"
    assert "began in api.partner.example, called by checkout-fn" in finding.claim


def test_requests_that_went_well_tell_nothing() -> None:
    assert found_by(faulty_segment, traced()) == []


def test_traces_are_asked_for_where_an_error_names_one() -> None:
    incident = traced("checkout-fn")

    SPECIALISTS["log-agent"].gather(incident)

    assert ("get_trace", {}) in incident.asked


def test_without_tracing_xray_is_not_asked_and_no_gap_is_told() -> None:
    incident = Incident().log("checkout-fn", error_line("payment failed", "KeyError"), -60)
    incident.broken.add("get_trace")

    told = diagnose(incident, ["log-agent"])

    assert "get_trace" not in [name for name, _ in incident.asked]
    assert not [gap for gap in told.gaps if "Traces" in gap]


def test_traces_that_were_not_sampled_are_no_gap_and_a_refusal_is_one() -> None:
    unsampled = Incident().log("checkout-fn", error_line(f"failed, trace {TRACE_ID}"), -60)
    refused = traced("checkout-fn")
    refused.broken.add("get_trace")

    gaps = [
        [g for g in diagnose(i, ["log-agent"]).gaps if "Traces" in g] for i in (unsampled, refused)
    ]

    assert gaps[0] == []
    assert gaps[1][0].startswith("Traces could not be read (get_trace:")
