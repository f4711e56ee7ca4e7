"""Composite alarms: truth tables of their rules, and when they held."""

import random
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from casebook.analysis.alarm_composite import evaluate_composite
from casebook.analysis.alarm_history import AlarmState
from casebook.analysis.alarm_rule import alarms_of, evaluate_rule
from casebook.analysis.metric_syntax import CannotBeComputed
from casebook.domain.alarm import Alarm
from casebook.domain.window import Window

AT = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
STATES = ("OK", "ALARM", "INSUFFICIENT_DATA", None)
NAMES = ("a", "b b", "c:d")


def rule(draw: random.Random, depth: int = 0) -> tuple[str, str]:
    """A rule and the same in Python."""
    if depth > 3 or draw.random() < 0.3:
        if draw.random() < 0.1:
            word = draw.choice(["TRUE", "FALSE"])
            return word, word.title()
        state, name = draw.choice(STATES[:3]), draw.choice(NAMES)
        arn = f"arn:aws:cloudwatch:eu-west-1:123456789012:alarm:{name}"
        said = draw.choice([f'"{name}"', name, f'"{arn}"', arn])
        return f"{state}({said})", f"(s[{name!r}] == {state!r})"
    left, right = rule(draw, depth + 1), rule(draw, depth + 1)
    shape = draw.choice(["{} AND {}", "{} OR {}", "NOT ({})", "({})", "NOT {}"])
    inner = tuple(f"({part[0]})" if draw.random() < 0.5 else part[0] for part in (left, right))
    if shape == "NOT {}":
        inner = (f"({left[0]})", "")
    elif "AND" in shape or "OR" in shape:
        inner = tuple(f"({part[0]})" for part in (left, right))
    python = shape.lower().format(f"({left[1]})", f"({right[1]})")
    return shape.format(*inner), python


@pytest.mark.parametrize("seed", range(80))
def test_a_rule_holds_when_its_truth_table_says_so(seed: int) -> None:
    text, python = rule(random.Random(seed))

    for states in product(STATES[:3], repeat=len(NAMES)):
        known = dict(zip(NAMES, states, strict=True))
        assert evaluate_rule(text, known) is eval(python, {}, {"s": known})


@pytest.mark.parametrize("seed", range(80))
def test_what_is_not_known_matters_only_where_the_rest_does_not_decide(seed: int) -> None:
    text, _ = rule(random.Random(seed))

    for states in product(STATES, repeat=len(NAMES)):
        known = dict(zip(NAMES, states, strict=True))
        choices = [[s] if s else STATES[:3] for s in states]
        possible = {
            evaluate_rule(text, dict(zip(NAMES, one, strict=True))) for one in product(*choices)
        }
        found = evaluate_rule(text, known)
        # Kleene's logic may not know what a case by case look would.
        assert found is None or possible == {found}


def test_and_binds_stronger_than_or_and_not_strongest() -> None:
    known = {"a": "ALARM", "b": "OK", "c": "OK"}

    assert evaluate_rule("ALARM(a) OR ALARM(b) AND ALARM(c)", known) is True
    assert evaluate_rule("NOT ALARM(a) OR ALARM(b)", known) is False


def test_the_alarms_of_a_rule_are_named_once_by_name_or_arn() -> None:
    arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:x: y"

    assert alarms_of(f'ALARM("a") OR (OK({arn}) AND NOT ALARM(a))') == ("a", "x: y")


@pytest.mark.parametrize(
    "text",
    ["", "ALARM(a) OR", "(ALARM(a)", "ALARM(a) ALARM(b)", "AT_LEAST(2, ALARM, (a, b))", "NOT"],
)
def test_a_rule_that_cannot_be_read_is_a_gap(text: str) -> None:
    with pytest.raises(CannotBeComputed):
        evaluate_rule(text, {})
    alarm = Alarm(name="all", state="ALARM", changed_at=AT, rule=text or "(")
    found = evaluate_composite(alarm, {"a": AlarmState("OK")}, AT)
    assert found.breaching is None
    assert "cannot be evaluated here" in found.gaps[0]


def child(*minutes: tuple[int, int], now: bool) -> AlarmState:
    windows = tuple(
        Window(start=AT - timedelta(minutes=begin), end=AT - timedelta(minutes=end))
        for begin, end in minutes
    )
    since = Window(start=windows[-1].start, end=windows[-1].start + timedelta(minutes=1))
    return AlarmState("ALARM" if now else "OK", since=since if now else None, episodes=windows)


def test_it_began_when_the_last_of_those_that_it_needs_did() -> None:
    alarm = Alarm(name="both", state="ALARM", changed_at=AT, rule="ALARM(a) AND ALARM(b)")
    children = {
        "a": child((300, 200), (60, 0), now=True),
        "b": child((250, 230), (30, 0), now=True),
    }

    found = evaluate_composite(alarm, children, AT)

    assert found.breaching is True
    assert found.since == children["b"].since
    spans = [(AT - w.start, AT - w.end) for w in found.episodes]
    minutes = [(begin.seconds // 60, end.seconds // 60) for begin, end in spans]
    assert minutes == [(250, 230), (30, 0)]


def test_a_child_that_is_not_known_leaves_it_open() -> None:
    alarm = Alarm(name="any", state="ALARM", changed_at=AT, rule="ALARM(a) OR ALARM(b)")

    open_one = evaluate_composite(alarm, {"a": AlarmState("OK"), "b": AlarmState()}, AT)
    decided = evaluate_composite(alarm, {"a": child((9, 0), now=True), "b": AlarmState()}, AT)

    assert open_one.breaching is None
    assert "state of b is not known" in open_one.gaps[0]
    assert decided.breaching is True
