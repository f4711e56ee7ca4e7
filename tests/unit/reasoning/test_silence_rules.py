"""What silence means: of a resource that used to speak, and of the one that an alarm is about."""

from casebook.domain.finding import Finding, FindingKind
from casebook.reasoning.case import Case, Rule
from casebook.reasoning.rules import silence
from casebook.tools.run import ToolRun
from tests.unit.agents.builders import Incident, at, info_line

CALM = info_line("checkout finished")


def said_by(rule: Rule, incident: Incident, alarmed: str = "checkout-fn") -> list[Finding]:
    runs: list[ToolRun] = incident.gather(("get_log_patterns", {}), ("query_metrics", {}))
    return list(rule(Case("log-agent", tuple(runs), incident.alarmed(alarmed).scope)))


def test_a_resource_whose_lines_end_before_the_window_fell_silent_with_its_last_line() -> None:
    incident = Incident().log("checkout-fn", CALM, *range(-3600, -150, 5))

    (finding,) = said_by(silence.fell_silent, incident)

    assert finding.kind is FindingKind.SYMPTOM
    assert finding.resource == "checkout-fn"
    assert finding.onset == at(-155)
    assert "nothing since" in finding.claim


def test_a_resource_that_seldom_writes_is_not_said_to_have_fallen_silent() -> None:
    incident = Incident().log("checkout-fn", CALM, *range(-3600, -150, 600))

    assert said_by(silence.fell_silent, incident) == []


def test_one_line_in_the_window_is_no_silence() -> None:
    incident = Incident().log("checkout-fn", CALM, *range(-3600, -150, 5), -20)

    assert said_by(silence.fell_silent, incident) == []


def test_the_alarmed_resource_without_a_line_is_told_and_another_is_not() -> None:
    incident = Incident().log("payments-fn", CALM, *range(-60, 0))

    assert [e.resource for e in said_by(silence.unseen_in_logs, incident)] == ["checkout-fn"]
    assert said_by(silence.unseen_in_logs, incident, alarmed="payments-fn") == []
