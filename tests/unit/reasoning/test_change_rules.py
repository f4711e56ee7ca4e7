"""Each rule over changes and configuration, one by one."""

from casebook.domain.finding import FindingKind
from casebook.reasoning.rules import changes, knowledge
from casebook.tools.results.diagnoses import PastDiagnosis
from tests.unit.agents.builders import Incident, at, changed, found_by

AGENT = "code-agent"


def test_a_change_before_the_alarm_is_a_suspicion_that_names_who_and_what() -> None:
    incident = Incident().change(changed("checkout-fn", -60, ("timeoutSeconds", 10, 3)))

    (finding,) = found_by(changes.change_made, incident, AGENT)

    assert finding.kind is FindingKind.CHANGE
    assert finding.strength < 0.5
    assert "by alice" in finding.claim
    assert "from `10` to `3`" in finding.claim


def test_a_change_after_the_alarm_is_ruled_out() -> None:
    incident = Incident().change(changed("checkout-fn", 5))

    (finding,) = found_by(changes.change_made, incident, AGENT)
    assert finding.kind is FindingKind.RULED_OUT


def test_a_change_seen_after_the_alarm_may_have_been_made_before() -> None:
    incident = Incident().change(changed("checkout-fn", 5, not_before=-200))

    (finding,) = found_by(changes.change_made, incident, AGENT)
    assert finding.kind is FindingKind.CHANGE
    assert "between" in finding.claim


def test_a_resource_that_nobody_has_ever_seen_is_no_cause() -> None:
    unknown = Incident().state("orders-table", exists=False)

    (finding,) = found_by(changes.resource_is_gone, unknown, AGENT)

    assert (finding.kind, finding.category) == (FindingKind.CONTEXT, None)


def test_a_resource_that_is_gone_is_a_cause() -> None:
    gone = Incident().state("orders-table", exists=False).state("checkout-fn")
    gone.change(changed("orders-table", -60, ("exists", True, False)))

    (finding,) = found_by(changes.resource_is_gone, gone, AGENT)

    assert (finding.kind, finding.resource) == (FindingKind.CAUSE, "orders-table")


def test_an_earlier_diagnosis_is_context_and_never_a_cause() -> None:
    past = PastDiagnosis(
        diagnosis_id="dgn_1",
        concluded_at=at(-90000),
        verdict="confirmed",
        resource="checkout-fn",
        category="configuration",
        summary="PAYMENTS_URL was wrong",
    )
    guess = past.model_copy(update={"verdict": "inconclusive"})

    found = found_by(
        knowledge.similar_past_diagnosis, Incident(past=[past, guess]), "knowledge-agent"
    )

    assert [each.kind for each in found] == [FindingKind.CONTEXT]
    assert found[0].category is None
