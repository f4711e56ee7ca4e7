"""A transaction that meets another is tried again; one that is refused is not."""

import pytest

from casebook.adapters.dynamodb.contention import ATTEMPTS, transact_in_turn
from casebook.adapters.dynamodb.table import TransactionRefused, Write
from casebook.errors import Unavailable


class MeetingTable:
    """Cancels with these reasons, one after the other, and then no more."""

    def __init__(self, *refusals: list[str]) -> None:
        self.refusals = list(refusals)
        self.calls = 0

    def transact(self, *writes: Write) -> None:
        self.calls += 1
        if self.refusals:
            raise TransactionRefused(self.refusals.pop(0))


CONFLICT = ["None", "TransactionConflict"]


def run(table: MeetingTable) -> list[float]:
    """What was waited, in seconds."""
    waited: list[float] = []
    transact_in_turn(table, pause=waited.append)  # type: ignore[arg-type]
    return waited


def test_one_that_meets_nobody_waits_for_nobody() -> None:
    assert run(MeetingTable()) == []


def test_conflicts_are_waited_out_ever_longer() -> None:
    waited = run(MeetingTable(*[CONFLICT] * 10))

    assert len(waited) == 10
    assert all(0 <= wait <= min(1.0, 0.02 * 2**n) for n, wait in enumerate(waited))


def test_a_condition_that_is_not_met_is_no_conflict() -> None:
    table = MeetingTable(["ConditionalCheckFailed", "None"])

    with pytest.raises(TransactionRefused):
        run(table)

    assert table.calls == 1


def test_who_is_slower_every_time_is_told_so() -> None:
    table = MeetingTable(*[CONFLICT] * ATTEMPTS)

    with pytest.raises(Unavailable):
        run(table)

    assert table.calls == ATTEMPTS
