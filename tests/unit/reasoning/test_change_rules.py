"""Each rule over changes and configuration, one by one."""

import pytest

from casebook.domain.finding import FindingKind
from casebook.domain.report import Verdict
from casebook.knowledge.strength import Strength
from casebook.reasoning.rules import backlog, changes, knowledge, platform
from casebook.tools.results.diagnoses import PastDiagnosis
from casebook.tools.results.states import ResourceState
from tests.unit.agents.builders import Incident, at, changed, diagnose, found_by

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


@pytest.mark.parametrize(
    ("health", "category"),
    [
        ({"status": "Failed", "status.code": "DisabledKMSKey", "status.reason": "x"}, "permission"),
        ({"status": "Failed", "status.code": "InvalidSubnet"}, "configuration"),
        ({"status": "Failed", "status.code": "SubnetOutOfIPAddresses"}, "resource-exhaustion"),
        ({"status": "storage-full"}, "resource-exhaustion"),
        ({"status": "Inactive", "status.code": "Idle"}, None),
        ({"status": "Active", "lastUpdate": "Failed", "lastUpdate.code": "InvalidSubnet"}, None),
        ({"status": "available", "events": "storage-full"}, None),
        ({}, None),
    ],
)
def test_a_state_in_which_nothing_works_is_a_cause(
    health: dict[str, str], category: str | None
) -> None:
    it = Incident()
    it.states.append(
        ResourceState(
            resource="checkout-fn", type="lambda", exists=True, settings={}, health=health
        )
    )

    found = found_by(platform.unable_state, it, AGENT)

    assert [each.category for each in found] == ([category] if category else [])


def test_whose_dead_letters_a_queue_holds_is_worth_knowing_and_no_symptom() -> None:
    it = Incident().state("fulfilment-queue", related__deadLettersOf="orders, refunds")

    (found,) = found_by(backlog.dead_letters, it, AGENT)

    assert found.kind is FindingKind.CONTEXT
    assert "messages of orders, refunds" in found.claim


@pytest.mark.parametrize(
    ("message", "kind", "strength"),
    [
        ("DB instance ran out of storage space.", FindingKind.CAUSE, Strength.STRONG),
        ("The load of a statement rose from 0.3 to 8.4 average active sessions: SELECT x",
         FindingKind.CAUSE, Strength.CIRCUMSTANTIAL),
        ("AWS Health reports an issue of RDS, open: increased error rates",
         FindingKind.CAUSE, Strength.WEAK),
        ("DB instance CPU utilization has been above 85% for 5 minutes",
         FindingKind.SYMPTOM, Strength.CIRCUMSTANTIAL),
    ],
)  # fmt: skip
def test_what_a_service_says_counts_by_what_it_speaks_of(
    message: str, kind: FindingKind, strength: Strength
) -> None:
    it = Incident().change(changed("orders-table", -60, kind="service-event", summary=message))

    (found,) = found_by(platform.platform_report, it, AGENT)

    assert (found.kind, found.strength) == (kind, strength.weight)
    assert found.resource == "orders-table"


@pytest.mark.parametrize(
    "told",
    ["AWS Health reports an issue of DYNAMODB, open: increased error rates",
     "Application Signals saw a deployment: UpdateFunctionCode by deploy-role",
     "Application Signals saw a new configuration: UpdateFunctionConfiguration"],
)  # fmt: skip
def test_what_another_service_tells_alone_makes_nothing_likely(told: str) -> None:
    it = Incident().change(changed("orders-table", -60, kind="service-event", summary=told))

    assert diagnose(it).report.verdict not in (Verdict.CONFIRMED, Verdict.LIKELY)
