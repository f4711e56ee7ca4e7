"""The table of causes: each row by its own examples, its promises, and what is refused of it."""

import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.domain.finding import FindingKind
from casebook.knowledge.cause_table import parsed
from casebook.knowledge.causes import Cause, Example, causes
from casebook.knowledge.strength import Strength
from casebook.reasoning.reading import read_line
from casebook.reasoning.rules.causes import causes_by_sign, rules_of_rows
from casebook.reasoning.signs import Sign, sign_of
from tests.unit.agents.builders import Incident, error_line, found_by, workload

CALLER = "app-fn"
SECONDS = range(-50, 5, 5)
EXAMPLES = [
    pytest.param(row, example, id=f"{row.name}: {example.line[:40]}")
    for row in causes()
    for example in row.examples
]
ROW: dict[str, Any] = {
    "name": "slow-lane",
    "signs": ["throttling", "slow"],
    "blames": "callee-or-self",
    "category": {"throttling": "throttling", "else": {"callee": "dependency", "else": "network"}},
    "strength": "weak",
    "says": "{caller} waits for {target} {told}.",
    "why": "The gateway says so.",
    "examples": [{"line": "slow lane", "resource": "app-fn", "category": "throttling"}],
}


def logged(line: str, calls: dict[str, str]) -> Incident:
    """`app-fn` logs the line again and again; `calls` are its callees with their types."""
    resources = [(CALLER, "lambda"), *calls.items()]
    incident = Incident(workload(resources, [(CALLER, name) for name in calls]))
    return incident.log(CALLER, line, *SECONDS)


@pytest.mark.parametrize(("row", "example"), EXAMPLES)
def test_a_row_finds_the_cause_of_its_examples(row: Cause, example: Example) -> None:
    [found] = found_by(causes_by_sign, logged(error_line(example.line), dict(example.calls)))

    assert (found.rule, found.kind) == (row.name, FindingKind.CAUSE)
    assert (found.resource, found.category) == (example.resource, example.category)
    assert found.onset is not None
    assert found.errors[0].evidence == found.evidence


@pytest.mark.parametrize(("row", "example"), EXAMPLES)
def test_other_resources_that_the_line_does_not_speak_of_change_no_cause(
    row: Cause, example: Example
) -> None:
    calls = {**example.calls, "zeppelin-queue": "sqs"} if example.calls else {}
    alone = logged(error_line(example.line), dict(example.calls))

    [found] = found_by(causes_by_sign, logged(error_line(example.line), calls))
    [expected] = found_by(causes_by_sign, alone)

    assert (found.rule, found.resource, found.category, found.strength) == (
        expected.rule,
        expected.resource,
        expected.category,
        expected.strength,
    )


def test_each_sign_of_a_row_has_an_example() -> None:
    shown = {
        row.name: {sign_of(read_line(error_line(example.line))) for example in row.examples}
        for row in causes()
    }

    assert {row.name: set(row.signs) for row in causes()} == shown


def test_no_two_rows_make_different_causes_of_one_sign() -> None:
    signs = [sign for row in causes() for sign in row.signs]

    assert len(signs) == len(set(signs))


def test_each_row_can_be_left_out_by_itself() -> None:
    incident = logged(error_line("KeyError: 'currency'"), {})

    found = {rule.__name__: len(found_by(rule, incident)) for rule in rules_of_rows()}

    assert found.pop("programming_error") == 1
    assert not any(found.values())


def test_rows_from_elsewhere_are_used_as_ours_are() -> None:
    table = parsed({"cause": [ROW]})
    incident = logged(error_line("payments answered 429"), {"payments-fn": "lambda"})

    [found] = found_by(lambda case: causes_by_sign(case, table), incident)

    assert (found.rule, found.resource, found.category) == (
        "team:slow-lane",
        "payments-fn",
        "throttling",
    )
    assert found.strength == Strength.WEAK.weight


def test_who_passes_on_a_refusal_or_logs_that_of_a_client_is_not_the_one_refused() -> None:
    line = error_line('FATAL: password authentication failed for user "app"')
    chain = workload(
        [("flow-fn", "lambda"), ("app-fn", "lambda"), ("login-fn", "lambda")],
        [("flow-fn", "app-fn"), ("app-fn", "login-fn")],
    )
    incident = Incident(chain)
    for name in ("flow-fn", "app-fn", "login-fn"):
        incident.log(name, line, *SECONDS)

    assert [found.resource for found in found_by(causes_by_sign, incident)] == ["app-fn"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"blame": "self"}, "no field blame; known are"),
        ({"why": None}, "why: None must be a text"),
        ({"signs": []}, "signs: must be a list"),
        ({"signs": ["hiccup"]}, "signs[1]: 'hiccup' is not one of client-gone"),
        ({"blames": "nobody"}, "blames: 'nobody' is not one of self"),
        ({"strength": 0.7}, "strength: 0.7 is not one of direct"),
        ({"category": {"throttling": "throttling"}}, "category: says nothing for slow"),
        ({"category": {"memory": "throttling", "else": "none"}}, "category: no field memory"),
        ({"category": "bad-luck"}, "category: 'bad-luck' is not one of"),
        ({"says": "{caller.name} failed"}, "says: {caller.name} is not one of"),
        ({"says": "{caller!r} failed"}, "says: {caller} is not one of"),
        ({"says": "{caller failed"}, "says: "),
        ({"see": "https://docs.example"}, "see: must be a list"),
        ({"examples": [{"line": "x"}]}, "examples[1]: resource, category must be given"),
        ({"examples": ["x"]}, "examples[1]: an example is a table"),
    ],
)
def test_a_wrong_row_is_refused_by_its_name_and_field(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=f'row "slow-lane": {re.escape(said)}'):
        parsed({"cause": [ROW | change]})


def test_two_rows_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match='"slow-lane": name: '):
        parsed({"cause": [ROW, ROW]})


@given(
    row=st.dictionaries(
        st.sampled_from([*ROW, "extra"]),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text() | st.sampled_from(list(Sign)),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
            ),
            max_leaves=6,
        ),
    )
)
def test_whatever_a_row_holds_is_read_or_refused(row: dict[str, Any]) -> None:
    with suppress(ValueError):  # and nothing else is raised
        assert parsed({"cause": [ROW | row]})
