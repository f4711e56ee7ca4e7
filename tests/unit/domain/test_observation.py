"""What a finding observed: told in events, and filled in where an event is older than that."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import casebook
from casebook.domain.events.diagnosis import FindingReported
from casebook.domain.events.event import Draft, Event
from casebook.domain.events.upcasting import with_observation
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import Observation
from cli.evaluation.replay import Replay
from tests.evals.suite import scenarios

AT = datetime(2026, 11, 21, 19, 4, 11, tzinfo=UTC)
TYPES = get_args(get_args(Observation)[0])
# Enough of the suite to meet nearly every kind of observation, and few enough to be quick.
EVERY = 8


def observations() -> st.SearchStrategy[Any]:
    def built(of: Any) -> st.SearchStrategy[Any]:
        fields = {name: st.from_type(field.annotation) for name, field in of.model_fields.items()}
        return st.builds(of, **fields)

    return st.one_of(*map(built, TYPES))


def finding(about: Any = None, rule: str = "r") -> Finding:
    return Finding(
        id="fnd_1", agent="a", rule=rule, kind=FindingKind.CONTEXT, claim="c", strength=0.5,
        evidence=(), about=about,
    )  # fmt: skip


def event_of(found: Finding) -> Event:
    return Event.of(Draft("a", FindingReported(finding=found)), "dgn_1", 1, AT)


def as_recorded_before(event: Event) -> Event:
    """The event as it was written before findings had the field."""
    data = json.loads(event.data)
    del data["finding"]["about"]
    return Event(event.stream, event.seq, event.type, event.at, event.actor, event.parent,
                 json.dumps(data))  # fmt: skip


@cache
def reported() -> tuple[Event, ...]:
    """The findings of diagnoses of all sorts."""

    def told() -> Iterator[Event]:
        for scenario in list(scenarios())[::EVERY]:
            replay = Replay(scenario)
            replay.diagnosis()
            yield from (e for e in replay.events() if e.type == FindingReported.type)

    return tuple(told())


@given(observations())
def test_an_observation_survives_its_event(about: Any) -> None:
    found = finding(about)

    assert event_of(found).payload == FindingReported(finding=found)


def test_an_event_without_observations_is_read_as_it_was_meant() -> None:
    for event in reported():
        assert as_recorded_before(event).payload == event.payload


def test_the_recorded_findings_observe_most_of_what_can_be_observed() -> None:
    payloads = [event.payload for event in reported()]
    observed = {type(each.finding.about) for each in payloads if isinstance(each, FindingReported)}

    assert len(observed & set(TYPES)) >= len(TYPES) / 2


@pytest.mark.parametrize(
    ("rule", "about"),
    [
        ("correlated/more-load", {"type": "change-link", "asksForMore": True}),
        ("correlated/changed-address", {"type": "change-link"}),
        ("correlated/ruled-out", {"type": "change-link"}),
        ("new-errors", None),
        ("model:provider/born", None),
    ],
)
def test_an_old_findings_rule_tells_what_it_observed(rule: str, about: Any) -> None:
    assert with_observation({"rule": rule})["about"] == about


def test_what_a_finding_says_itself_is_never_replaced() -> None:
    for rule in ("born", "still-alarming", "correlated/more-load"):
        found = finding(None, rule)

        assert event_of(found).payload == FindingReported(finding=found)


def _compared(node: ast.AST) -> list[ast.expr]:
    """What a comparison, or a question about a text's beginning or end, is about."""
    match node:
        case ast.Compare(left=left, comparators=others):
            return [left, *others]
        case ast.Call(func=ast.Attribute(value=value, attr="startswith" | "endswith")):
            return [value]
    return []


def test_nothing_decides_by_the_name_of_a_rule() -> None:
    root = Path(casebook.__file__).parent
    places = [
        f"{path.relative_to(root)}:{part.lineno}"
        for path in sorted(root.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        for part in _compared(node)
        if isinstance(part, ast.Attribute) and part.attr == "rule"
    ]

    # A model's finding has its model in the place of a rule's name, and a team's row is told from
    # ours by it: a property each asks that.
    assert [place.split(":")[0] for place in places] == ["domain/finding.py"] * 2
