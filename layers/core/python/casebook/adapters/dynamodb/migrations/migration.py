"""What a migration is, and the way of one item over several of them."""

from collections.abc import Sequence
from typing import Protocol

from casebook.adapters.dynamodb.table import Item


class Migration(Protocol):
    """One step between two shapes. `up` and `down` look at one item and at nothing else, and leave
    its keys as they are; both answer None for an item that the step does not concern.

    `down` undoes what `up` did to every item, and leaves alone what `up` would have.
    """

    @property
    def number(self) -> int: ...

    @property
    def sentence(self) -> str:
        """What is true once it is applied."""
        ...

    def up(self, item: Item) -> Item | None: ...

    def down(self, item: Item) -> Item | None: ...


def version_of(item: Item) -> int:
    """The shape that an item has; 0 for one that was written before shapes had numbers."""
    return int(item.get("v", 0))


def moved(item: Item, to: int, migrations: Sequence[Migration]) -> Item | None:
    """The item in the shape `to`, or None when it may stay as it is.

    Going up, an item that no step concerns keeps its version: newer code reads older shapes. Going
    down, each gets the lower version, for older code refuses newer ones.
    """
    now = item
    for step in migrations:
        if version_of(now) < step.number <= to and (raised := step.up(now)) is not None:
            now = _stamped(raised, step.number)
    for step in reversed(migrations):
        if to < step.number <= version_of(now):
            lowered = step.down(now)
            now = _stamped(now if lowered is None else lowered, step.number - 1)
    return now if now is not item else None


def _stamped(item: Item, version: int) -> Item:
    bare = {name: value for name, value in item.items() if name != "v"}
    return bare | {"v": version} if version else bare
