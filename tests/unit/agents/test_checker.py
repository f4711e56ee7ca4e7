"""The checker takes away what the evidence does not say, and never gives."""

from typing import Any

import pytest

from casebook.agents.checker import check
from casebook.domain.evidence import Evidence
from casebook.domain.finding import ErrorPattern, Finding, FindingKind
from casebook.domain.window import Window
from tests.unit.agents.builders import ALARM_AT, at, changed

WINDOW = Window(start=at(-120), end=at(0))
EXCERPT = 'checkout-fn: 12 times from 2026-11-21T19:09:10.000Z\n  {"message": "it said \\"no\\""}'


def evidence(**changes: Any) -> Evidence:
    base = Evidence(
        id="evd_1", tool="get_log_patterns", query={}, window=WINDOW, outcome="success",
        sha256="", excerpt=EXCERPT, location="", taken_at=ALARM_AT,
    )  # fmt: skip
    return base.model_copy(update=changes)


def finding(claim: str = "It failed 12 times.", **changes: Any) -> Finding:
    base = Finding(
        id="fnd_1", agent="log-agent", rule="r", kind=FindingKind.CAUSE, claim=claim, strength=0.8,
        evidence=("evd_1",), resource="checkout-fn", category="code-defect", onset=at(-50),
    )  # fmt: skip
    return base.model_copy(update=changes)


def pattern(first: float, last: float) -> ErrorPattern:
    return ErrorPattern(
        template="t", count=3, first_at=at(first), last_at=at(last), example="e", log_group="g",
        resource="checkout-fn",
    )  # fmt: skip


@pytest.mark.parametrize(
    "claim",
    [
        "It failed 12 times.",
        'It failed 12 times since 19:09:10 UTC: `it said "no"`.',
        'orders-2 of v3 said "it said … no" at 2026-11-21T19:09:10Z.',
        "It was seen in evd_00012345 and at 10.0.0.1:8080.",
    ],
)
def test_what_the_evidence_says_stands_as_it_is(claim: str) -> None:
    checked = check([finding(claim)], [evidence()], WINDOW)

    assert checked.findings == (finding(claim),)
    assert checked.objections == ()


@pytest.mark.parametrize(
    ("doubtful", "cited", "reason"),
    [
        (finding(evidence=("evd_9",)), evidence(), "does not exist"),
        (finding(evidence=()), evidence(), "cites no evidence"),
        (finding("It said `yes`."), evidence(), "quotes"),
        (finding(), evidence(outcome="error"), "failed"),
        (finding(), evidence(outcome="no-data"), "found nothing"),
        (finding(errors=(pattern(-9000, -8000),)), evidence(), "ended before"),
        (finding(change=changed("checkout-fn", -20), errors=(pattern(-50, 0),)), evidence(),
         "began before"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_struck(doubtful: Finding, cited: Evidence, reason: str) -> None:
    checked = check([doubtful], [cited], WINDOW)

    assert checked.findings == ()
    assert [each.action for each in checked.objections] == ["struck"]
    assert reason in checked.objections[0].reason


@pytest.mark.parametrize("claim", ["It failed 13 times.", "It began at 18:44:44 UTC."])
def test_a_number_or_time_that_is_not_there_lowers(claim: str) -> None:
    checked = check([finding(claim)], [evidence()], WINDOW)

    assert [each.action for each in checked.objections] == ["lowered"]
    assert checked.findings[0].strength == pytest.approx(0.4)


def test_a_change_that_may_have_come_first_is_not_struck() -> None:
    late = changed("checkout-fn", -20, not_before=-300)
    careful = finding(change=late, errors=(pattern(-50, 0),))

    assert check([careful], [evidence()], WINDOW).findings == (careful,)


def test_nothing_ever_gets_stronger() -> None:
    doubtful = [finding("13"), finding("It failed 12 times."), finding("13 at 18:44 and 14")]

    for before, after in zip(doubtful, check(doubtful, [evidence()], WINDOW).findings, strict=True):
        assert after.strength <= before.strength
