"""The chat agent without a model: what it understands, says, cites, and does not know."""

import re

import pytest

from casebook.chat.answering.by_rules import answer
from casebook.chat.answering.intents import Intent, understood
from casebook.chat.exchange import Answer, Delta, Situation
from casebook.domain.message import Message, Role
from casebook.domain.report import Verdict
from tests.unit.agents import scenarios
from tests.unit.agents.builders import Incident, at, workload


def said(question: str, incident: Incident, situation: Situation | None = None) -> Answer:
    steps = list(answer(question, [], incident, incident.scope, situation))
    deltas, last = steps[:-1], steps[-1]
    assert isinstance(last, Answer)
    assert "".join(each.text for each in deltas if isinstance(each, Delta)) == last.text
    return last


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("What are the errors?", Intent.ERRORS),
        ("any exceptions in the last minutes", Intent.ERRORS),
        ("What changed?", Intent.CHANGES),
        ("who deployed last night?", Intent.CHANGES),
        ("is it healthy?", Intent.HEALTH),
        ("Is checkout up?", Intent.HEALTH),
        ("Why is checkout failing?", Intent.CAUSE),
        ("what is the root cause", Intent.CAUSE),
        ("how is checkout-fn configured?", Intent.RESOURCES),
        ("what is it?", Intent.RESOURCES),
        ("show me the throttle metrics of payments-fn", Intent.METRICS),
        ("how many invocations?", Intent.METRICS),
        ('search the logs for "refused"', Intent.LOGS),
        ("did you see similar incidents in the past?", Intent.PAST),
        ("hello", Intent.HELP),
        ("what is the weather in Paris", Intent.UNKNOWN),
        ("write me a poem", Intent.UNKNOWN),
    ],
)
def test_a_question_has_one_intent(question: str, intent: Intent) -> None:
    assert understood(question, [], workload()).intent is intent


def test_a_resource_is_known_by_its_own_word() -> None:
    assert understood("errors of payments?", [], workload()).resource == "payments-fn"
    assert understood("errors of the function?", [], workload()).resource is None


def test_a_bare_name_goes_on_with_what_was_asked_before() -> None:
    before = Message(message_id="m", role=Role.USER, text="what changed?", at=at(0))

    assert understood("and orders-table?", [before], workload()).intent is Intent.CHANGES


def test_the_errors_are_told_with_count_and_citation() -> None:
    told = said("what are the errors?", scenarios.dead_address())

    assert "28 times" in told.text
    assert "Connection refused" in told.text
    assert told.evidence


def test_the_first_words_come_before_the_first_tool_run() -> None:
    incident = scenarios.dead_address()

    first = next(answer("what are the errors?", [], incident, incident.scope))

    assert isinstance(first, Delta)
    assert first.text.strip()
    assert incident.asked == []


def test_changes_are_told_with_who_and_what() -> None:
    text = said("what changed?", scenarios.dead_address()).text

    assert "bob" in text
    assert scenarios.DEAD in text


@pytest.mark.parametrize(
    ("incident", "verdict"),
    [
        (scenarios.dead_address(), "not healthy"),
        (scenarios.healed_blip(), "recovered"),
        (scenarios.usual_noise(), "looks healthy"),
        (Incident(), "cannot tell"),
    ],
)
def test_health_is_judged_as_in_a_diagnosis(incident: Incident, verdict: str) -> None:
    assert verdict in said("is it healthy?", incident).text


def test_why_is_answered_by_the_rules_of_a_diagnosis() -> None:
    text = said("why does it fail?", scenarios.dead_address()).text

    assert "Confirmed" in text
    assert "PAYMENTS_URL" in text


def test_every_fact_is_cited() -> None:
    for question in ("what are the errors?", "what changed?", "is it healthy?", "metrics?"):
        told = said(question, scenarios.dead_address())
        facts = [line for line in told.text.splitlines() if line.startswith(("- ", "**"))]
        assert facts
        assert all(re.search(r"\[evd_\w+\]", line) for line in facts), facts
        assert set(told.evidence) == set(re.findall(r"\[(evd_\w+)\]", told.text))


@pytest.mark.parametrize("question", ["what are the errors?", "what changed?", "metrics?"])
def test_no_data_is_said_with_its_window(question: str) -> None:
    told = said(question, Incident())

    assert re.search(r"no .* between \d\d:\d\d:\d\d UTC and", told.text)
    assert told.evidence


def test_a_tool_that_fails_is_not_taken_for_nothing() -> None:
    text = said("what changed?", Incident(broken={"list_changes"})).text

    assert "could not be read" in text


def test_what_it_cannot_answer_it_says_and_what_it_can() -> None:
    incident = scenarios.dead_address()

    text = said("write me a poem", incident).text

    assert "cannot answer" in text
    assert "What changed?" in text
    assert incident.asked == []


def test_an_open_and_an_earlier_diagnosis_are_mentioned() -> None:
    situation = Situation("dgn_2", "dgn_1", Verdict.CONFIRMED, "PAYMENTS_URL was wrong")

    text = said("is it healthy?", scenarios.dead_address(), situation).text

    assert "dgn_2" in text
    assert "PAYMENTS_URL was wrong" in text
