"""Whole diagnoses without a model: telemetry in, report out."""

from itertools import pairwise

import pytest

from casebook.citing.checker import check
from casebook.domain.report import Verdict
from casebook.reasoning.symptoms import CLOCKS
from tests.unit.agents import scenarios
from tests.unit.agents.builders import Diagnosed, Incident, changed, diagnose, error_line
from tests.unit.agents.more_scenarios import SCENARIOS


def blamed(diagnosed: Diagnosed) -> tuple[str, str] | None:
    cause = diagnosed.report.root_cause
    return (cause.resource, cause.category) if cause else None


def test_a_dead_dependency_address_is_the_callers_configuration() -> None:
    report = diagnose(scenarios.dead_address()).report

    assert report.verdict is Verdict.CONFIRMED
    assert report.root_cause is not None
    assert (report.root_cause.resource, report.root_cause.category) == (
        "checkout-fn",
        "configuration",
    )
    for said in ("PAYMENTS_URL", "bob", "19:09:10", scenarios.DEAD, scenarios.PAYMENTS):
        assert said in report.root_cause.summary
    assert report.change is not None
    assert report.change.actor == "bob"
    assert report.errors[0].count == 28
    assert report.errors[0].evidence
    for earlier, later in pairwise(report.timeline):
        assert earlier.at <= (later.until or later.at) + CLOCKS
    assert "was changed" in report.timeline[0].what or "Errors" in report.timeline[0].what
    assert any(scenarios.PAYMENTS in step.text for step in report.remediation)


def test_a_bad_deploy_is_a_defect_of_the_code() -> None:
    report = diagnose(scenarios.bad_deploy()).report

    assert report.verdict is Verdict.CONFIRMED
    assert report.root_cause is not None
    assert report.root_cause.category == "code-defect"
    assert "KeyError" in report.root_cause.summary


@pytest.mark.parametrize(
    ("incident", "resource"),
    [(scenarios.throttled_callee(), "payments-fn"), (scenarios.throttled_table(), "orders-table")],
)
def test_a_throttled_callee_is_to_blame_and_not_its_caller(
    incident: Incident, resource: str
) -> None:
    diagnosed = diagnose(incident)

    assert blamed(diagnosed) == (resource, "throttling")
    assert diagnosed.report.verdict is Verdict.CONFIRMED


def test_a_lost_permission_names_the_action() -> None:
    diagnosed = diagnose(scenarios.lost_permission())

    assert blamed(diagnosed) == ("checkout-fn", "permission")
    assert "dynamodb:PutItem" in diagnosed.report.summary


def test_a_blip_that_healed_is_healthy() -> None:
    report = diagnose(scenarios.healed_blip()).report

    assert report.verdict is Verdict.HEALTHY
    assert report.root_cause is None
    assert "recovered" in report.summary


def test_an_error_as_frequent_as_ever_is_a_false_alarm() -> None:
    report = diagnose(scenarios.usual_noise()).report

    assert report.verdict is Verdict.HEALTHY
    assert any("no news" in each.summary for each in report.ruled_out)


def test_a_change_after_the_onset_is_ruled_out_and_said_so() -> None:
    diagnosed = diagnose(scenarios.change_after_onset())

    assert blamed(diagnosed) == ("payments-fn", "dependency")
    assert diagnosed.report.verdict is Verdict.LIKELY
    assert diagnosed.report.change is None
    assert any("had begun before" in each.summary for each in diagnosed.report.ruled_out)


def test_two_faults_stand_beside_one_another() -> None:
    report = diagnose(scenarios.two_faults()).report

    assert {(h.resource, h.category) for h in report.hypotheses if h.confidence > 0.85} == {
        ("checkout-fn", "configuration"),
        ("fulfilment-fn", "code-defect"),
    }
    assert "Beside that" in report.summary


def test_without_telemetry_nothing_is_concluded_and_the_gaps_are_named() -> None:
    report = diagnose(Incident()).report

    assert report.verdict is Verdict.INCONCLUSIVE
    assert report.root_cause is None
    assert report.confidence == 0
    assert len(report.gaps) >= 2


def test_when_every_tool_fails_it_says_so() -> None:
    tools = {"get_log_patterns", "search_logs", "query_metrics", "list_changes",
             "get_workload_state", "search_past_diagnoses"}  # fmt: skip

    report = diagnose(Incident(broken=tools)).report

    assert report.verdict is Verdict.INCONCLUSIVE
    assert sum("could not be read" in gap for gap in report.gaps) == len(tools)


def test_an_instruction_in_a_log_line_has_no_effect() -> None:
    plain = diagnose(scenarios.dead_address()).report
    injected = diagnose(scenarios.injected_instruction()).report

    assert injected.root_cause == plain.root_cause
    assert injected.verdict is plain.verdict
    assert injected.confidence == plain.confidence


def test_a_change_that_was_put_back_no_longer_stands() -> None:
    """Rolled back and recovered: healthy, and the report still tells what it was."""
    address = "environment.PAYMENTS_URL"
    incident = scenarios.dead_address()
    incident.lines = [line for line in incident.lines if (line.at - incident.window.end).days < 0
                      and line.at < incident.window.end]  # fmt: skip
    incident.now = 100
    incident.works("checkout-fn", 20, 99)
    incident.change(changed("checkout-fn", 10, (address, scenarios.DEAD, scenarios.PAYMENTS)))

    report = diagnose(incident).report

    assert report.verdict is Verdict.HEALTHY
    assert "PAYMENTS_URL" in report.summary


def test_a_cause_that_still_stands_is_told_even_if_the_errors_pause() -> None:
    incident = scenarios.dead_address()
    incident.lines = [line for line in incident.lines if line.at < incident.window.end]
    incident.now = 100
    incident.works("checkout-fn", 20, 99)

    report = diagnose(incident).report

    assert report.verdict is Verdict.CONFIRMED
    assert "still in place" in report.summary


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_an_incident_as_teams_tell_of_it(name: str) -> None:
    make, expected = SCENARIOS[name]

    diagnosed = diagnose(make())

    assert diagnosed.report.verdict.value in expected.verdicts
    cause = blamed(diagnosed)
    assert (cause[0] if cause else None) == expected.resource
    assert cause is None or cause[1] in expected.categories


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_claim_of_every_agent_passes_the_checker(name: str) -> None:
    diagnosed = diagnose(SCENARIOS[name][0]())
    window = SCENARIOS[name][0]().window

    again = check(diagnosed.assessment.findings, diagnosed.evidence, window)

    assert diagnosed.objections == []
    assert again.objections == ()


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_nobody_is_sure_without_direct_evidence(name: str) -> None:
    for each in diagnose(SCENARIOS[name][0]()).assessment.ranked:
        assert each.is_direct or each.confidence <= 0.8


def test_the_same_findings_weigh_the_same_whatever_their_order() -> None:
    from casebook.reasoning.assessment import weigh

    diagnosed = diagnose(scenarios.two_faults())
    shop = scenarios.two_faults()

    turned = weigh(diagnosed.findings[::-1], diagnosed.evidence, shop.workload, shop.window)

    assert [(h.resource, h.category, h.confidence) for h in turned.hypotheses] == [
        (h.resource, h.category, h.confidence) for h in diagnosed.assessment.hypotheses
    ]


def test_an_earlier_episode_that_was_put_right_is_no_news() -> None:
    incident = scenarios.lost_permission()
    throttled = error_line("checkout failed: payments answered 429: TooManyRequestsException")
    incident.log("checkout-fn", throttled, *(-110 + n for n in range(20)))
    incident.change(
        changed("payments-fn", -112, ("concurrency.reserved", 20, 0), kind="scaling"),
        changed("payments-fn", -88, ("concurrency.reserved", 0, 20), kind="scaling"),
    )

    report = diagnose(incident).report

    assert report.root_cause is not None
    assert (report.root_cause.resource, report.root_cause.category) == ("checkout-fn", "permission")
    assert all(each.resource != "payments-fn" for each in report.hypotheses)


def test_an_episode_that_was_put_right_and_came_again_is_still_the_one() -> None:
    incident = scenarios.throttled_callee()
    incident.change(changed("orders-table", -115, ("throughput.write", 5, 10), kind="scaling"))
    incident.change(changed("orders-table", -114, ("throughput.write", 10, 5), kind="scaling"))

    assert blamed(diagnose(incident)) == ("payments-fn", "throttling")


def test_what_breaks_when_something_is_put_back_is_not_of_the_earlier_episode() -> None:
    incident = scenarios.bad_deploy()
    for deploy in incident.changes:
        undone = ("environment.URL", "http://dead", "http://good")
        before = changed(deploy.resource, -115, ("environment.URL", "http://good", "http://dead"))
        again = deploy.model_copy(
            update={"diff": (*deploy.diff, changed(deploy.resource, -60, undone).diff[0])}
        )
        incident.changes = [before, again]

    assert blamed(diagnose(incident)) == ("checkout-fn", "code-defect")


def test_a_metric_of_what_was_put_right_does_not_explain_what_came_after() -> None:
    incident = scenarios.lost_permission()
    incident.log("checkout-fn", error_line("payments answered 429"), *(-110 + n for n in range(9)))
    incident.metric("payments-fn", "Throttles", {-2: 20})
    incident.usual("payments-fn", "Throttles", 0)
    incident.change(
        changed("payments-fn", -112, ("concurrency.reserved", 20, 0), kind="scaling"),
        changed("payments-fn", -88, ("concurrency.reserved", 0, 20), kind="scaling"),
    )

    report = diagnose(incident).report

    assert [each.category for each in report.hypotheses] == ["permission"]
