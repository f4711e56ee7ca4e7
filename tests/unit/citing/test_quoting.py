"""A quotation is short and holds the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.citing.claims import Citing, stands_in
from casebook.citing.quoting import telling_part
from tests.unit.citing.test_checker import evidence

ACCOUNT = "1" * 12
DENIED = (
    "An error occurred (AccessDeniedException) when calling the PutItem operation: User:"
    f" arn:aws:sts::{ACCOUNT}:assumed-role/points-import-role/points-import is not authorized to"
    f" perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/points"
    " because no identity-based policy allows the dynamodb:PutItem action"
)
BOTTLENECK = (
    "batch 77 of import points for tenant acme in region eu-west-1, attempt 3 of 3, started by"
    " the nightly schedule for the whole of the customer base, queued behind four others:"
    " FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute,"
    " too many clients already"
)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (DENIED, "because no identity-based policy allows"),
        (DENIED, "dynamodb:PutItem"),
        (BOTTLENECK, "too many clients already"),
        ("x" * 30 + " " + "word " * 60 + "connection refused by 10.0.0.9", "connection refused"),
        ("RequestId: 8f7c1ab2-0000-4000-8000-00000000c0de " + "step, " * 40 + "status 503", "503"),
    ],
)
def test_the_reason_is_kept_wherever_it_stands(line: str, reason: str) -> None:
    assert reason in telling_part(line)


def test_ids_are_left_out_before_words_are() -> None:
    uuid = "8f7c1ab2-0000-4000-8000-00000000c0de"
    line = f"order {uuid} of request {uuid}: payment was declined by the bank, after three attempts"

    part = telling_part(line, 120)

    assert part == "order … of request …: payment was declined by the bank, after three attempts"


words = st.text(st.sampled_from("abc XYZ,:;.|-019é\t"), max_size=400)
REASONS = ("Connection refused", "is not authorized to perform: s3:GetObject", "Rate exceeded")


@given(before=words, after=words, reason=st.sampled_from(REASONS), limit=st.integers(60, 200))
def test_a_part_is_short_and_stands_in_its_line(
    before: str, after: str, reason: str, limit: int
) -> None:
    line = f"{before} {reason} {after}"

    part = telling_part(line, limit)

    assert len(part) <= limit
    assert stands_in(part, [line])
    assert reason.split(maxsplit=1)[0] in part


def test_what_is_quoted_of_an_error_is_what_the_evidence_has() -> None:
    quoted = Citing(evidence(excerpt=DENIED)).quote_error(DENIED)

    assert "no identity-based policy" in quoted
    assert len(quoted) <= 142


def test_things_are_counted_in_their_own_noun() -> None:
    citing = Citing(evidence(excerpt="17 lines, 1 queue"))

    assert citing.count(17, "line") == "17 lines"
    assert citing.count(1, "queue") == "1 queue"
    assert citing.count(99, "line") == "some lines"
