"""Items carry their version; a table moves to another version and back, whatever comes between."""

from typing import Any

import boto3
import pytest

from casebook.adapters.dynamodb import table as tables
from casebook.adapters.dynamodb.migrations.ledger import PARTITION
from casebook.adapters.dynamodb.migrations.runner import Migrating, Outcome
from casebook.adapters.dynamodb.table import VERSION, Delete, Item, ItemTooNew, Put, Table, Update
from casebook.errors import InvalidRequest
from local.memory.clock import FakeClock
from tests.unit.adapters.test_migrations import LAST, STEPS


@pytest.fixture
def raw(table: Table, moto_endpoint: str) -> Any:
    """The table as an earlier Casebook wrote to it: without a version."""
    return boto3.resource(
        "dynamodb",
        endpoint_url=moto_endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    ).Table("casebook")


def fill(raw: Any, count: int) -> None:
    for number in range(count):
        raw.put_item(Item={"pk": f"P#{number}", "sk": "SELF", "on": True, "text": "ü", "n": 3})


def contents(raw: Any) -> list[Item]:
    """Without the mark of the last write, which is the table's own."""
    items = [item for item in raw.scan()["Items"] if item["pk"] != PARTITION]
    for item in items:
        item.pop("write", None)
    return sorted(items, key=lambda item: str(item["pk"]))


def migrate(
    table: Any, to: int | None = None, *, dry_run: bool = False, **how: Any
) -> tuple[Outcome, list[tuple[int, int]]]:
    pages: list[tuple[int, int]] = []
    runner = Migrating(table, FakeClock(), page=4, **how)
    outcome = runner.run(to, dry_run=dry_run, progress=lambda *seen: pages.append(seen))
    return outcome, pages


def test_whatever_is_put_carries_the_version(table: Table, raw: Any) -> None:
    table.write(Put({"pk": "a", "sk": "1"}))
    table.transact(Put({"pk": "a", "sk": "2"}))

    assert [item["v"] for item in contents(raw)] == [VERSION, VERSION]


def test_an_item_of_a_later_version_is_refused_by_name_and_with_the_way_out(
    table: Table, raw: Any
) -> None:
    raw.put_item(Item={"pk": "a", "sk": "1", "v": VERSION + 1})

    with pytest.raises(ItemTooNew, match=rf"a / 1 has version {VERSION + 1}.*--to {VERSION}"):
        table.get("a", "1")
    with pytest.raises(ItemTooNew):
        list(table.query("#pk = :pk", {"pk": "a"}))
    with pytest.raises(ItemTooNew):
        migrate(table)


def test_a_table_is_walked_page_by_page(table: Table, raw: Any) -> None:
    fill(raw, 10)

    seen, after = table.scan(4)
    while after is not None:
        page, after = table.scan(4, after)
        assert len(page) <= 4
        seen += page

    assert sorted(str(item["pk"]) for item in seen) == [f"P#{n}" for n in range(10)]


def test_every_item_gets_its_version_and_loses_it_again(table: Table, raw: Any) -> None:
    fill(raw, 10)
    before = contents(raw)

    up, pages = migrate(table)

    assert (up.to, up.scanned, up.changed, up.resumed) == (VERSION, 10, 10, False)
    assert len(pages) >= 3
    assert (up.applied[0].number, up.applied[0].changed) == (1, 10)
    assert contents(raw) == [item | {"v": 1} for item in before]
    down, _ = migrate(table, 0)
    assert (down.changed, down.applied) == (10, ())
    assert contents(raw) == before


def test_a_second_run_changes_nothing(table: Table, raw: Any) -> None:
    fill(raw, 5)
    migrate(table)

    assert migrate(table)[0].changed == 0


def test_a_dry_run_counts_and_writes_nothing(table: Table, raw: Any) -> None:
    fill(raw, 10)
    before = raw.scan()["Items"]

    assert migrate(table, dry_run=True)[0].changed == 10
    assert raw.scan()["Items"] == before


class Interrupted:
    """A table that somebody else writes to, or whose process dies, before the nth write to it."""

    def __init__(self, table: Table, at: int, happens: Any) -> None:
        self._table = table
        self._left = at
        self._happens = happens

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def write(self, write: Any) -> Item:
        self._left -= 1
        if self._left == 0:
            self._happens(write.key)
        return self._table.write(write)


def test_a_run_that_was_stopped_goes_on_where_it_was(table: Table, raw: Any) -> None:
    fill(raw, 10)

    def die(key: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate(Interrupted(table, 7, die))
    outcome, pages = migrate(table)

    assert outcome.resumed
    assert outcome.scanned == 10
    assert pages[0][0] > 4
    assert all(item["v"] == 1 for item in contents(raw))
    assert not migrate(table)[0].resumed


def test_turning_round_half_way_undoes_what_was_done(table: Table, raw: Any) -> None:
    fill(raw, 10)
    before = contents(raw)

    def die(key: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate(Interrupted(table, 7, die))
    migrate(table, 0)

    assert contents(raw) == before


def test_what_somebody_writes_meanwhile_is_kept(table: Table, raw: Any) -> None:
    fill(raw, 3)

    def change(key: tuple[str, str]) -> None:
        table.write(Update(key, "SET #text = :new, #more = :more", values={"new": "x", "more": 1}))

    migrate(Interrupted(table, 2, change))

    changed = [item for item in contents(raw) if item["text"] == "x"]
    assert [(item["more"], item["v"]) for item in changed] == [(1, 1)]


def test_what_somebody_removes_meanwhile_does_not_come_back(table: Table, raw: Any) -> None:
    fill(raw, 3)

    migrate(Interrupted(table, 2, lambda key: table.write(Delete(key))))

    assert len(contents(raw)) == 2


def test_later_migrations_go_up_and_down(
    table: Table, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "VERSION", LAST)
    fill(raw, 2)
    raw.put_item(Item={"pk": "C", "sk": "SELF", "count": "7"})
    before = contents(raw)

    assert [step.number for step in migrate(table, migrations=STEPS)[0].applied] == [
        *range(1, LAST + 1)
    ]
    assert contents(raw)[0] == {"pk": "C", "sk": "SELF", "count": 7, "v": LAST}
    assert [step.number for step in migrate(table, 1, migrations=STEPS)[0].applied] == [1]
    assert {item["v"] for item in contents(raw)} == {1}
    migrate(table, 0, migrations=STEPS)
    assert contents(raw) == before


@pytest.mark.parametrize("to", [-1, VERSION + 1])
def test_a_version_that_does_not_exist_is_refused(table: Table, to: int) -> None:
    with pytest.raises(InvalidRequest, match=f"from 0 to {VERSION}"):
        migrate(table, to)
