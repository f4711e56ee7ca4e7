"""Which sentences of an answer the evidence supports."""

import pytest

from casebook.citing.support import cited_in, sentences, unsupported
from casebook.domain.evidence import Evidence
from tests.fakes.shop import NOW, scope

WINDOW = scope().window
SAID = "checkout-fn: 14 times, from 18:52:10\n  template: connection to payments refused"
EVIDENCE = Evidence(
    id="evd_1",
    tool="get_log_patterns",
    query={},
    window=WINDOW,
    outcome="success",
    sha256="",
    excerpt=SAID,
    location="",
    taken_at=NOW,
)
FAILED = EVIDENCE.model_copy(update={"id": "evd_2", "outcome": "error"})


def reasons(text: str, given: str = "") -> list[str]:
    return [each.reason for each in unsupported(text, [EVIDENCE, FAILED], WINDOW, given)]


@pytest.mark.parametrize(
    "text",
    [
        "It failed 14 times [evd_1].",
        "It failed 14 times. [evd_1]",
        "It says `connection to payments refused` since 18:52:10 UTC [evd_1].",
        "I could not find out why.",
        "1. Look at the deploy.\n2. Then roll it back.",
        "You can run `aws logs tail /aws/lambda/checkout-fn --since 2h`.",
        "```\nretries = 99\n```",
    ],
)
def test_what_the_evidence_says_and_what_claims_nothing_is_let_pass(text: str) -> None:
    assert reasons(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It failed 15 times [evd_1].", "has a number that the evidence does not have: 15"),
        ("It said `out of memory` [evd_1].", "quotes what the evidence does not say"),
        ("It began at 03:00:00 UTC [evd_1].", "has a time that the evidence does not have"),
        ("It failed 14 times [evd_9].", "cites evidence that does not exist: evd_9"),
        ("It failed 14 times [evd_2].", "rests on queries that failed"),
        ("It failed 14 times.", "it cites no evidence"),
        ("It said “out of memory”.", "it cites no evidence"),
    ],
)
def test_what_it_does_not_say_is_doubted(text: str, reason: str) -> None:
    (doubt,) = reasons(text)
    assert reason in doubt


def test_only_the_sentence_that_is_wrong_is_doubted() -> None:
    text = "It failed 14 times [evd_1]. It failed 99 times [evd_1]. I do not know why."

    (doubt,) = unsupported(text, [EVIDENCE], WINDOW)

    assert doubt.sentence == "It failed 99 times."


def test_what_was_asked_may_be_repeated_without_a_citation() -> None:
    assert (
        reasons("You ask about the 502 errors of `checkout-fn`.", "why 502 of checkout-fn?") == []
    )
    assert reasons("You ask about the 502 errors of `checkout-fn`.") != []


def test_a_citation_may_name_several_and_each_is_told_once() -> None:
    assert cited_in("A [evd_1, evd_2]. B [evd_1].") == ("evd_1", "evd_2")


def test_sentences_keep_the_citation_that_stands_behind_their_full_stop() -> None:
    assert sentences("It failed. [evd_1] It works, e.g. Monday. Fine") == [
        "It failed. [evd_1]",
        "It works, e.g. Monday.",
        "Fine",
    ]
