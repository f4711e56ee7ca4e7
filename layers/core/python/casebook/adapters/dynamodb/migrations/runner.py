"""Walks over the table and moves every item to the wanted version, up or down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casebook.adapters.dynamodb.migrations import MIGRATIONS
from casebook.adapters.dynamodb.migrations.ledger import PARTITION, Applied, Ledger, Run
from casebook.adapters.dynamodb.migrations.migration import Migration, moved
from casebook.adapters.dynamodb.table import ConditionFailed, Item, Table, Update
from casebook.errors import Conflict, InvalidRequest
from casebook.ports.clock import Clock

PAGE = 100
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """`resumed`: an earlier run had come a part of the way, and its counts are in these, but for
    the page on which it stopped."""

    to: int
    scanned: int
    changed: int
    resumed: bool
    applied: tuple[Applied, ...]


class Migrating:
    """Stopping it at any moment does no harm: each item is changed by one conditional write, an
    item that was changed is left alone the next time, and the place is kept after every page."""

    def __init__(
        self,
        table: Table,
        clock: Clock,
        migrations: Sequence[Migration] = MIGRATIONS,
        page: int = PAGE,
    ) -> None:
        self._table = table
        self._ledger = Ledger(table, clock)
        self._migrations = tuple(migrations)
        self._page = page

    def run(
        self, to: int | None, *, dry_run: bool, progress: Callable[[int, int], None]
    ) -> Outcome:
        """Move all items to version `to` (the newest for None); higher ones are rolled back.

        `progress` is told after every page how many were seen, and how many changed. A dry run
        counts and writes nothing.

        Raises:
            InvalidRequest: there is no such version.
            ItemTooNew: newer code has written items, and only that can roll them back.
        """
        to = self._known(to)
        earlier = None if dry_run else self._ledger.interrupted(to)
        run = earlier or Run(to)
        while True:
            page, after = self._table.scan(self._page, run.after)
            items = [item for item in page if item["pk"] != PARTITION]
            changed = sum(self._move(item, to, dry_run=dry_run) for item in items)
            run = run.further(len(items), changed, after)
            progress(run.scanned, run.changed)
            if after is None:
                break
            if not dry_run:
                self._ledger.keep(run)
        if not dry_run:
            self._ledger.finish(run, self._migrations)
        applied = tuple(self._ledger.applied())
        return Outcome(to, run.scanned, run.changed, earlier is not None, applied)

    def _known(self, to: int | None) -> int:
        newest = len(self._migrations)
        if to is not None and not 0 <= to <= newest:
            raise InvalidRequest(f"there is no version {to}: versions go from 0 to {newest}")
        return newest if to is None else to

    def _move(self, item: Item, to: int, *, dry_run: bool) -> bool:
        """Bring one item to the version; whether it had to be changed."""
        for _ in range(_TRIES):
            wanted = moved(item, to, self._migrations) if item else None
            if wanted is None:
                return False
            if dry_run:
                return True
            try:
                self._table.write(_change(item, wanted))
            except ConditionFailed as error:
                item = error.found  # somebody wrote it, or removed it, since it was read
            else:
                return True
        raise Conflict(
            f"{item['pk']} / {item['sk']} is written faster than it can be migrated; run it again"
        )


def _change(before: Item, after: Item) -> Update:
    """What differs, written only if everything that was read of the item is still so.

    An update and no put: an attribute that somebody added in between stays, and an item that was
    removed does not come back.
    """
    new = {name: value for name, value in after.items() if not _same(before.get(name), value)}
    gone = sorted(before.keys() - after.keys())
    parts = []
    if new:
        parts.append("SET " + ", ".join(f"#{name} = :new_{name}" for name in new))
    if gone:
        parts.append("REMOVE " + ", ".join(f"#{name}" for name in gone))
    as_read = [f"#{name} = :old_{name}" for name in before]
    absent = [f"attribute_not_exists(#{name})" for name in new if name not in before]
    return Update(
        (str(before["pk"]), str(before["sk"])),
        " ".join(parts),
        " AND ".join(as_read + absent),
        {f"old_{name}": value for name, value in before.items()}
        | {f"new_{name}": value for name, value in new.items()},
    )


def _same(one: object, other: object) -> bool:
    """Equal and of one type: for Python True is 1, for DynamoDB it is not."""
    return type(one) is type(other) and one == other
