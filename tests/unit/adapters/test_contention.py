"""A write that meets another is tried again; one that is refused, or can never be, is not."""

from collections.abc import Callable
from typing import Any

import pytest

from casebook.adapters.dynamodb.contention import ATTEMPTS
from casebook.adapters.dynamodb.table import ConditionFailed, Delete, Table, TransactionRefused
from casebook.errors import AwsCallFailed, Unavailable

Answer = AwsCallFailed | None
DELETE = Delete(("a", "b"))


def cancelled(*reasons: str) -> AwsCallFailed:
    body = {"CancellationReasons": [{"Code": reason} for reason in reasons]}
    return AwsCallFailed("x", "TransactionCanceledException", "cancelled", 400, body)


def refused(code: str) -> AwsCallFailed:
    return AwsCallFailed("x", code, "no", 400, {})


class AnsweringAws:
    """Fails with these, one after the other, and then no more."""

    def __init__(self, *answers: AwsCallFailed) -> None:
        self.answers = list(answers)
        self.tokens: list[str] = []

    def json_call(self, service: str, target: str, payload: Any, version: str = "1.0") -> Any:
        self.tokens.append(payload.get("ClientRequestToken", ""))
        if self.answers:
            raise self.answers.pop(0)
        return {}


class Tried:
    def __init__(self, *answers: AwsCallFailed) -> None:
        self.aws = AnsweringAws(*answers)
        self.waited: list[float] = []
        self.table = Table(self.aws, "t", pause=self.waited.append)  # type: ignore[arg-type]

    @property
    def calls(self) -> int:
        return len(self.aws.tokens)


Write = Callable[[Table], object]
CONFLICT = cancelled("None", "TransactionConflict")
WRITES: list[tuple[Write, AwsCallFailed]] = [
    (lambda table: table.transact(DELETE, DELETE), CONFLICT),
    (lambda table: table.write(DELETE), refused("TransactionConflictException")),
]


@pytest.mark.parametrize(("write", "conflict"), WRITES)
def test_one_that_meets_nobody_waits_for_nobody(write: Write, conflict: AwsCallFailed) -> None:
    tried = Tried()

    write(tried.table)

    assert (tried.calls, tried.waited) == (1, [])


@pytest.mark.parametrize(("write", "conflict"), WRITES)
def test_conflicts_are_waited_out_ever_longer(write: Write, conflict: AwsCallFailed) -> None:
    tried = Tried(*[conflict] * 10)

    write(tried.table)

    assert len(tried.waited) == 10
    assert all(0 <= wait <= min(1.0, 0.02 * 2**n) for n, wait in enumerate(tried.waited))


@pytest.mark.parametrize("code", ["ThrottlingError", "ProvisionedThroughputExceeded"])
def test_what_was_throttled_is_tried_again_with_a_token_of_its_own(code: str) -> None:
    tried = Tried(cancelled(code, "None"), cancelled("None", code))

    tried.table.transact(DELETE, DELETE)

    assert len(set(tried.aws.tokens)) == 3


@pytest.mark.parametrize("beside", ["None", "TransactionConflict", "ThrottlingError"])
def test_a_condition_that_is_not_met_is_no_conflict(beside: str) -> None:
    tried = Tried(cancelled("ConditionalCheckFailed", beside))

    with pytest.raises(TransactionRefused) as caught:
        tried.table.transact(DELETE, DELETE)

    assert caught.value.reasons == ("ConditionalCheckFailed", beside)
    assert tried.calls == 1


@pytest.mark.parametrize("reason", ["ValidationError", "ItemCollectionSizeLimitExceeded"])
def test_what_can_never_be_carried_out_is_no_lost_race(reason: str) -> None:
    tried = Tried(cancelled("None", reason))

    with pytest.raises(AwsCallFailed):
        tried.table.transact(DELETE, DELETE)

    assert tried.calls == 1


def test_a_single_write_whose_condition_is_not_met_is_not_tried_again() -> None:
    tried = Tried(refused("ConditionalCheckFailedException"))

    with pytest.raises(ConditionFailed):
        tried.table.write(DELETE)

    assert tried.calls == 1


@pytest.mark.parametrize(("write", "conflict"), WRITES)
def test_who_is_slower_every_time_is_told_so(write: Write, conflict: AwsCallFailed) -> None:
    tried = Tried(*[conflict] * ATTEMPTS)

    with pytest.raises(Unavailable):
        write(tried.table)

    assert tried.calls == ATTEMPTS
