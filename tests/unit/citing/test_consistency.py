"""A sentence may have every number of its evidence and still be false."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.citing.checker import check
from tests.unit.citing.test_checker import EXCERPT, WINDOW, actions, evidence, finding

METRIC = (
    "- checkout-fn AWS/Lambda Errors (Sum per 60 s): total 40, maximum 20, minimum 0,"
    " hour before: mean 0.5, hours before: median 0, from 0 to 3"
)
LESS_THAN = "Threshold Crossed: 1 datapoint [11.0] was less than the threshold (20.0)."


@pytest.mark.parametrize(
    "claim",
    [
        "It failed 12 times since 19:07:00 UTC.",
        "It logged an error 12 times since 19:08 UTC.",
        "The metric Errors of checkout-fn fell below the usual.",
        "The value rose from 40 to 12.",
        "The latency fell from 12 to 40.",
        "It took 12 s, more than the limit of 40 s.",
        "Memory was 40 MB, under the limit of 12 MB.",
        "It holds 12, over its threshold of 40.",
        "The metric is over its threshold.",
    ],
)
def test_a_false_since_or_direction_is_struck(claim: str) -> None:
    excerpt = f"{EXCERPT}\n{METRIC} 19:08 19:07\n{LESS_THAN}\n12 s of 40 s, 40 MB of 12 MB"
    below = excerpt.replace("minimum 0,", "minimum 9,")

    checked = check([finding(claim)], [evidence(excerpt=below)], WINDOW)

    assert "struck" in actions(checked)
    assert checked.findings == ()


@pytest.mark.parametrize(
    "claim",
    [
        "It failed 12 times since 19:09:10 UTC.",
        "It failed 12 times since 19:09 UTC.",
        "The metric Errors of checkout-fn rose above the usual, to a total of 40.",
        "The value rose from 12 to 40.",
        "The latency fell from 40 to 12.",
        "It took 40 s, more than the limit of 12 s.",
        "The metric is under its threshold.",
        "The metric is not over its threshold.",
    ],
)
def test_a_true_since_or_direction_stands(claim: str) -> None:
    excerpt = f"{EXCERPT}\n{METRIC}\n{LESS_THAN}\n12 s of 40 s"

    assert actions(check([finding(claim)], [evidence(excerpt=excerpt)], WINDOW)) == []


@given(first=st.integers(0, 10_000), last=st.integers(0, 10_000))
def test_a_number_moves_the_way_that_its_ends_say(first: int, last: int) -> None:
    excerpt = f"values {first} {last}"

    rose = check([finding(f"It rose from {first} to {last}.")], [evidence(excerpt=excerpt)], WINDOW)
    fell = check([finding(f"It fell from {first} to {last}.")], [evidence(excerpt=excerpt)], WINDOW)

    assert bool(rose.findings) is (last > first)
    assert bool(fell.findings) is (last < first)


def test_what_was_quoted_is_not_taken_for_a_claim() -> None:
    line = "12 times since 18:00:00, rose from 9 to 3"

    claim = f"It logged `{line}`."

    assert actions(check([finding(claim)], [evidence(excerpt=line)], WINDOW)) == []
