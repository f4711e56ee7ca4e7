"""The checker takes away what the evidence does not say, and never gives."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.citing.checker import Checked, check
from casebook.citing.claims import is_counted_in, stands_in
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
        (finding(errors=(pattern(-9000, -8000),), onset=at(-9000)), evidence(), "ended before"),
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


def actions(checked: Checked) -> list[str]:
    return [each.action for each in checked.objections]


@pytest.mark.parametrize(
    ("claimed", "excerpt"),
    [
        ("1200", "served 1,200 requests"),
        ("1,200", "served 1200 requests"),
        ("1,200,300", '{"count":1200300}'),
        ("5", "status=5, done"),
        ("5", '{"count":5}'),
        ("-5", "balance -5"),
        ("3000 ms", "Duration: 3000.00 ms"),
        ("3 seconds", "took 3s"),
        ("3 s", "took 3"),
        ("50%", "CPU at 50 %"),
        ("512 MB", "Memory Size: 512 MB"),
        ("99.5", "mean 99.54"),
        ("1500000", "count 1.5e6"),
    ],
)
def test_a_number_is_the_same_however_it_is_spelled(claimed: str, excerpt: str) -> None:
    assert is_counted_in(claimed, [excerpt])


@pytest.mark.parametrize(
    ("claimed", "excerpt"),
    [
        ("5", "failed 15 times"),
        ("5", "failed 51 times"),
        ("5", "took 0.5"),
        ("200", "served 1,200 requests"),
        ("1", "served 1,200 requests"),
        ("19", "at 2026-11-21T19:09:10.000Z"),
        ("2026", "on 2026-11-21"),
        ("2", "orders-2 in v2 at 1.2.3"),
        ("5", "answered 5xx"),
        ("12", "10.0.0.12"),
        ("5", "changed by -5"),
        ("3 s", "took 3 ms"),
        ("50%", "50 ms"),
        ("512 MB", "512 KB"),
        ("99.51", "mean 99.5"),
    ],
)
def test_a_piece_of_another_number_or_another_unit_is_not_the_number(
    claimed: str, excerpt: str
) -> None:
    assert not is_counted_in(claimed, [excerpt])


@pytest.mark.parametrize(
    ("quotation", "excerpt"),
    [
        ("healthy", "the target is unhealthy"),
        ("5 errors", "15 errors"),
        ("5 errors", "0.5 errors"),
        ("took 5", "took 50 ms"),
        ("took 5", "took 5.5 ms"),
        ("failed … recovered", "it recovered and then failed"),
        ("Timeout", "timeout"),
    ],
)
def test_a_piece_of_a_word_or_pieces_in_another_order_are_no_quotation(
    quotation: str, excerpt: str
) -> None:
    assert not stands_in(quotation, [excerpt])


@pytest.mark.parametrize(
    "claim",
    ["It said “yes”.", "It said „yes“.", "It said «yes».", "It said \u2018don\u2019t\u2019.",
     'It said "y\nes".'],
)  # fmt: skip
def test_every_kind_of_quotation_marks_quotes(claim: str) -> None:
    assert actions(check([finding(claim)], [evidence()], WINDOW)) == ["struck"]


@pytest.mark.parametrize(
    ("claim", "excerpt"),
    [
        ("It began at 09:10.", "at 19:09:10"),
        ("It began at 19:07:10.", "at 19:07"),
        ("It began at 2026-11-20T19:09:10Z.", EXCERPT),
        ("It began on 2026-11-20.", EXCERPT),
        ("It lasted 3000ms.", "took 3 s"),
        ("It came 7 times/minute.", EXCERPT),
        ("It fell to -7.", "rose to 7"),
    ],
)
def test_a_time_date_or_amount_that_only_looks_alike_lowers(claim: str, excerpt: str) -> None:
    checked = check([finding(claim)], [evidence(excerpt=excerpt)], WINDOW)

    assert set(actions(checked)) == {"lowered"}


@pytest.mark.parametrize(
    "claim", ["It began at 19:09:00.", "It began at 2026-11-21 19:09.", "It was on 2026-11-21."]
)
def test_a_time_or_date_that_an_excerpt_shows_stands(claim: str) -> None:
    excerpt = "2026-11-21T19:09:31Z checkout-fn Errors 19:09=3"

    assert actions(check([finding(claim)], [evidence(excerpt=excerpt)], WINDOW)) == []


def test_an_address_is_no_time_and_no_number() -> None:
    claim = "It could not reach 10.0.0.11:8080 or payments.internal:9090."

    assert actions(check([finding(claim)], [evidence()], WINDOW)) == []


def test_what_a_failed_query_said_of_itself_backs_nothing() -> None:
    failed = evidence(id="evd_2", outcome="error", excerpt="it failed 77 times: access denied")
    doubtful = finding("It failed 77 times: `access denied`.", evidence=("evd_1", "evd_2"))

    assert sorted(actions(check([doubtful], [evidence(), failed], WINDOW))) == ["lowered", "struck"]


def test_an_empty_and_a_failed_query_together_are_no_ground() -> None:
    failed = evidence(id="evd_2", outcome="error")
    doubtful = finding(evidence=("evd_1", "evd_2"))

    assert actions(check([doubtful], [evidence(outcome="no-data"), failed], WINDOW)) == ["struck"]


def test_evidence_of_another_time_is_no_ground() -> None:
    elsewhere = Window(start=at(-90_000), end=at(-80_000))

    checked = check([finding()], [evidence(window=elsewhere)], WINDOW)

    assert [each.reason for each in checked.objections] == ["its evidence is of another time"]


def test_evidence_that_reaches_from_before_into_the_window_is_ground_enough() -> None:
    long = Window(start=at(-90_000), end=at(-60))

    assert actions(check([finding()], [evidence(window=long)], WINDOW)) == []


def test_a_cause_that_began_after_its_effects_is_struck() -> None:
    late = finding(onset=at(-20), errors=(pattern(-50, 0),))

    assert actions(check([late], [evidence()], WINDOW)) == ["struck"]


def test_what_began_well_after_the_alarm_did_not_set_it_off() -> None:
    late = finding(onset=at(900), errors=(pattern(900, 950),))

    assert actions(check([late], [evidence()], WINDOW)) == ["lowered"]


texts = st.text(max_size=20) | st.sampled_from(
    ["12", "1,200", "-5", "3 ms", "`it said`", "“no”", '"', "…", "19:09:10", "2026-11-21", "9e999",
     "\ud800", "\u2018", "25:61", "0000-00-00T99:99:99Z", "1" * 400, "-0.0", "evd_1"]
)  # fmt: skip
claims = st.lists(texts, max_size=6).map(" ".join)
moments = st.integers(-200_000, 200_000).map(at)
patterns = st.builds(
    lambda first, length, before: pattern(first, first + length).model_copy(
        update={"baseline_count": before}
    ),
    st.integers(-200_000, 200_000), st.integers(0, 1000), st.integers(0, 3),
)  # fmt: skip
findings = st.builds(
    finding,
    claims,
    kind=st.sampled_from(FindingKind),
    strength=st.floats(0, 1),
    evidence=st.lists(st.sampled_from(["evd_1", "evd_2", "evd_9"]), max_size=3).map(tuple),
    onset=st.none() | moments,
    errors=st.lists(patterns, max_size=2).map(tuple),
    change=st.none() | st.integers(-1000, 1000).map(lambda second: changed("checkout-fn", second)),
)
looks = st.builds(
    lambda number, outcome, excerpt, start: evidence(
        id=f"evd_{number}", outcome=outcome, excerpt=excerpt, window=Window(start=start, end=start)
    ),
    st.integers(1, 2),
    st.sampled_from(["success", "no-data", "error"]),
    claims,
    moments,
)


@given(st.lists(findings, max_size=4), st.lists(looks, max_size=3))
def test_whatever_is_said_it_strikes_or_lowers_and_never_raises(
    said: list[Finding], seen: list[Evidence]
) -> None:
    for one in said:
        (*kept,) = check([one], seen, WINDOW).findings
        assert [each.model_copy(update={"strength": one.strength}) for each in kept] in ([], [one])
        assert all(each.strength <= one.strength for each in kept)
    assert len(check(said, seen, WINDOW).findings) <= len(said)


@given(findings, st.lists(looks, max_size=3))
def test_what_stood_one_check_stands_the_next(said: Finding, seen: list[Evidence]) -> None:
    once = check([said], seen, WINDOW)

    again = check(once.findings, seen, WINDOW)

    assert len(again.findings) == len(once.findings)
    if not once.objections:
        assert again == once


@given(findings, st.lists(looks, max_size=3))
def test_less_evidence_never_makes_a_finding_stronger(said: Finding, seen: list[Evidence]) -> None:
    mute = [each.model_copy(update={"excerpt": ""}) for each in seen]

    with_words = sum(each.strength for each in check([said], seen, WINDOW).findings)
    without = sum(each.strength for each in check([said], mute, WINDOW).findings)

    assert without <= with_words
