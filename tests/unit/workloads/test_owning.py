"""Operators side by side."""

import pytest

from casebook.domain.ownership import Owned, Ownership
from casebook.errors import Conflict
from casebook.settings import Settings
from casebook.workloads.owned import Ownerships
from casebook.workloads.owning import Owning
from local.memory.clock import FakeClock
from local.memory.ownership import MemoryOwnershipStore
from local.memory.workloads import MemoryWorkloadStore
from tests.fakes.shop import shop


class Raced(MemoryOwnershipStore):
    """So many times another operator writes in between."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.left = times

    def write(self, ownership: Ownership) -> None:
        if self.left:
            self.left -= 1
            before = self.read(ownership.project)
            names = (*before.names, f"theirs-{before.version}")
            update = {"version": before.version + 1, "names": names}
            super().write(before.model_copy(update=update))
        super().write(ownership)


def owning(store: MemoryOwnershipStore) -> Owning:
    clock = FakeClock()
    ownerships = Ownerships(store, clock, Settings(stage="prod", table="casebook-table"))
    return Owning(store, MemoryWorkloadStore(shop()), ownerships, clock, "casebook-operators")


def test_what_two_operators_give_at_once_is_all_given() -> None:
    store = Raced(3)

    view = owning(store).change("team", "olga", Owned(names=("mine",)))

    assert view.ownership.names == ("theirs-0", "theirs-1", "theirs-2", "mine")


def test_a_race_without_end_is_told_and_nothing_of_it_is_written() -> None:
    store = Raced(99)

    with pytest.raises(Conflict):
        owning(store).change("team", "olga", Owned(names=("mine",)))

    assert "mine" not in store.read("team").names


def test_what_a_workload_lacks_is_told_with_the_command_for_all_of_it() -> None:
    (lacking,) = owning(MemoryOwnershipStore()).view("team").unowned

    assert lacking.command == (
        "casebook projects own team --name=checkout-fn --name=orders-table --name=payments"
        " --table casebook-table"
    )
