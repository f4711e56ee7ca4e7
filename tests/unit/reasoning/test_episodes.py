"""Errors that came and went with a change are of an incident before, once others came after."""

from __future__ import annotations

import random

import pytest

from casebook.domain.change import Change, FieldChange
from casebook.domain.finding import ErrorPattern, Finding, FindingKind
from casebook.domain.ids import FINDING, new_id
from casebook.reasoning.episodes import of_this_episode
from tests.unit.agents.builders import at

SEEDS = range(20)


def changed(moment: float, before: str, after: str, path: str = "code.sha256") -> Finding:
    change = Change(
        change_id=f"chg_{moment}",
        at=at(moment),
        kind="deployment",
        resource="checkout-fn",
        summary=f"{path}: {before} → {after}",
        diff=(FieldChange(path=path, before=before, after=after),),
    )
    return told(FindingKind.CHANGE, change.summary, change=change)


def failing(template: str, first: float, last: float) -> Finding:
    error = ErrorPattern(
        template=template,
        count=5,
        first_at=at(first),
        last_at=at(last),
        example=template,
        log_group="/aws/lambda/checkout-fn",
        resource="checkout-fn",
    )
    return told(FindingKind.SYMPTOM, template, onset=at(first), errors=(error,))


def told(kind: FindingKind, claim: str, **said: object) -> Finding:
    known = {"id": new_id(FINDING), "agent": "log-agent", "rule": claim, "kind": kind,
             "claim": claim, "strength": 0.5, "evidence": ("evd_1",),
             "resource": "checkout-fn"}  # fmt: skip
    return Finding.model_validate({**known, **said})


def errors_left(*findings: Finding) -> set[str]:
    left = of_this_episode(findings)
    return {error.template for finding in left for error in finding.errors}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("repaired_by", ["v1", "v3"], ids=["put back", "replaced"])
def test_what_ended_with_its_change_is_over_when_others_came_after(
    repaired_by: str, seed: int
) -> None:
    chance = random.Random(seed)
    began, lasted, until_next = (chance.uniform(3, 900) for _ in range(3))
    broke = changed(-began - lasted - until_next, "v1", "v2")
    repaired = changed(-began - until_next, "v2", repaired_by)
    first = failing("KeyError: 'coupon'", -began - lasted - until_next + 1, -began - until_next)

    assert errors_left(broke, repaired, first, failing("AccessDenied", -began, 0)) == {
        "AccessDenied"
    }
    assert errors_left(broke, repaired, first) == {"KeyError: 'coupon'"}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_outlives_the_release_that_should_repair_it_goes_on(seed: int) -> None:
    chance = random.Random(seed)
    began, until_next, longer = (chance.uniform(60, 900) for _ in range(3))
    broke = changed(-began - until_next, "v1", "v2")
    tried = changed(-began, "v2", "v3")
    first = failing("KeyError: 'coupon'", 1 - began - until_next, longer - began)

    assert errors_left(broke, tried, first, failing("Timeout", longer - began, 0)) == {
        "KeyError: 'coupon'",
        "Timeout",
    }


def test_a_change_of_something_else_ends_nothing() -> None:
    broke = changed(-600, "v1", "v2")
    other = changed(-300, "10", "20", path="memory")
    first = failing("KeyError: 'coupon'", -599, -300)

    assert errors_left(broke, other, first, failing("Timeout", -200, 0)) == {
        "KeyError: 'coupon'",
        "Timeout",
    }
