"""A refusal says whether, and when, the same may succeed; and nothing of the account behind it."""

import pytest

from casebook.errors import AwsCallFailed, BudgetUsedUp, CasebookError, LimitReached, Overtaken
from casebook.problems import problem_body


@pytest.mark.parametrize("kind", [LimitReached, BudgetUsedUp])
@pytest.mark.parametrize("seconds", [None, 1, 3600])
def test_a_limit_is_worth_another_try_only_where_it_resets(
    kind: type[LimitReached], seconds: int | None
) -> None:
    body = problem_body(kind("used up", retry_after_seconds=seconds))

    assert body["retryable"] is (seconds is not None)
    assert body.get("retryAfterSeconds") == seconds


def test_what_was_overtaken_is_not_sent_again_as_it_was() -> None:
    assert problem_body(Overtaken("version 3 is the newest"))["retryable"] is False


def test_what_aws_says_of_the_account_stays_in_the_log() -> None:
    said = "User: arn:aws:sts::123456789012:assumed-role/x is not authorized"
    failed = AwsCallFailed("GetItem", "AccessDeniedException", said)

    told = problem_body(failed)["detail"]

    assert said in failed.detail
    assert "123456789012" not in told
    assert "GetItem failed with AccessDeniedException" in told


def test_every_other_error_says_its_detail() -> None:
    assert problem_body(CasebookError("it is so"))["detail"] == "it is so"
