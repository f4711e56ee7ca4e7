"""What every store of imported sessions promises."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casebook.adapters.dynamodb.event_log import DynamoEventLog
from casebook.adapters.dynamodb.imports import DynamoImportStore
from casebook.adapters.dynamodb.sessions import DynamoSessionStore
from casebook.adapters.dynamodb.table import Table, Write
from casebook.domain.events.chat import SessionStarted
from casebook.domain.events.event import Draft
from casebook.domain.workload import Workload
from casebook.errors import AwsCallFailed
from casebook.importing.records import SourceMessage, SourceRole, SourceSession
from casebook.importing.sessions import ImportedSession, imported
from casebook.importing.store import Standing
from casebook.ports.sessions import SessionHeader
from local.memory.clock import FakeClock
from local.memory.event_log import MemoryEventLog
from tests.fakes.imports import MemoryImportStore
from tests.fakes.sessions import MemorySessionStore

AT = datetime(2024, 3, 1, 10, 0, tzinfo=UTC)
SHOP = Workload(
    workload_id="wkl_1", name="shop", project="shop", resources=(), created_at=AT, updated_at=AT
)


@dataclass
class Imports:
    clock: FakeClock
    log: Any
    sessions: Any
    store: Any


def durable(table: Table) -> Imports:
    clock = FakeClock()
    log = DynamoEventLog(table, clock, keep_days=90, delta_days=1)
    sessions = DynamoSessionStore(table, log, keep_days=90, per_hour=9)
    return Imports(clock, log, sessions, DynamoImportStore(table, log, clock, keep_days=90))


@pytest.fixture(params=["memory", "dynamodb"])
def imports(request: pytest.FixtureRequest) -> Imports:
    if request.param == "dynamodb":
        return durable(request.getfixturevalue("table"))
    clock = FakeClock()
    log = MemoryEventLog(clock)
    sessions = MemorySessionStore(log)
    return Imports(clock, log, sessions, MemoryImportStore(log, sessions))


def old_session(
    name: str = "s1", questions: int = 1, text: str = "why?", batch: str = "b1"
) -> ImportedSession:
    messages = tuple(
        SourceMessage(f"m{n}", role, text, AT + timedelta(seconds=n))
        for n, role in enumerate([SourceRole.USER, SourceRole.AGENT] * questions)
    )
    return imported(SourceSession(name, "shop", "ann", AT, None, messages), batch, SHOP, "ann")


def test_a_kept_session_is_read_at_its_own_times(imports: Imports) -> None:
    session = old_session()
    assert imports.store.standing("b1", session) is Standing.ABSENT

    imports.store.keep("b1", session)

    assert imports.store.standing("b1", session) is Standing.KEPT
    assert imports.log.read(session.session_id) == list(session.events)
    assert imports.sessions.header(session.session_id) == session.header
    assert imports.store.sessions("b1") == [session.session_id]


def test_a_kept_session_is_not_among_the_open_ones(imports: Imports) -> None:
    imports.store.keep("b1", old_session())

    assert imports.sessions.last_open("wkl_1", "ann") is None
    assert imports.sessions.idle_since(imports.clock.now(), 10) == []


def test_keeping_it_again_changes_nothing(imports: Imports) -> None:
    session = old_session()
    imports.store.keep("b1", session)
    imports.store.keep("b1", session)

    assert imports.log.read(session.session_id) == list(session.events)
    assert imports.store.sessions("b1") == [session.session_id]


def test_other_words_under_the_same_id_are_seen(imports: Imports) -> None:
    imports.store.keep("b1", old_session())

    assert imports.store.standing("b1", old_session(text="what?")) is Standing.DIFFERENT


def test_a_long_session_is_kept_whole(imports: Imports) -> None:
    session = old_session(questions=60)

    imports.store.keep("b1", session)

    assert imports.log.read(session.session_id) == list(session.events)


def test_what_a_batch_brought_goes_and_everything_else_stays(imports: Imports) -> None:
    mine, twin = old_session(), old_session(batch="b2")
    imports.store.keep("b1", mine)
    imports.store.keep("b2", twin)
    live = SessionHeader("ses_1", "wkl_1", "shop", "ann", False, 1, 0, imports.clock.now())
    begun = SessionStarted(workload_id="wkl_1", project="shop", user="ann")
    imports.sessions.open(live, Draft("ann", begun))

    imports.store.remove("b1", mine.session_id)
    imports.store.remove("b1", mine.session_id)
    imports.store.remove("b1", "ses_1")

    assert imports.sessions.header(mine.session_id) is None
    assert imports.log.read(mine.session_id) == []
    assert imports.store.sessions("b1") == []
    assert imports.store.standing("b2", twin) is Standing.KEPT
    assert imports.sessions.header("ses_1") == live
    assert len(imports.log.read("ses_1")) == 1


class Crashing:
    """A table whose process dies before its nth write."""

    def __init__(self, table: Table, writes: int) -> None:
        self._table = table
        self._left = writes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def write(self, write: Write) -> Any:
        self._count()
        return self._table.write(write)

    def transact(self, *writes: Write) -> None:
        self._count()
        self._table.transact(*writes)

    def _count(self) -> None:
        if self._left == 0:
            raise AwsCallFailed("TransactWriteItems", "ConnectionFailed", "the plug was pulled")
        self._left -= 1


@pytest.mark.parametrize("writes", range(4))
def test_a_crash_leaves_a_session_that_nobody_reads_and_that_can_be_completed(
    table: Table, writes: int
) -> None:
    session = old_session(questions=40)
    with pytest.raises(AwsCallFailed):
        durable(Crashing(table, writes)).store.keep("b1", session)  # type: ignore[arg-type]
    after = durable(table)

    assert after.sessions.header(session.session_id) is None
    assert after.store.standing("b1", session) is (Standing.PARTIAL if writes else Standing.ABSENT)
    after.store.keep("b1", session)
    assert after.store.standing("b1", session) is Standing.KEPT
    assert after.log.read(session.session_id) == list(session.events)


@pytest.mark.parametrize("kept", range(1, 4))
@pytest.mark.parametrize("removed", range(4))
def test_a_rollback_takes_out_all_of_it_whenever_either_crashed(
    table: Table, kept: int, removed: int
) -> None:
    session = old_session(questions=40)
    with pytest.raises(AwsCallFailed):
        durable(Crashing(table, kept)).store.keep("b1", session)  # type: ignore[arg-type]
    try:
        durable(Crashing(table, removed)).store.remove("b1", session.session_id)  # type: ignore[arg-type]
    except AwsCallFailed:
        durable(table).store.remove("b1", session.session_id)

    assert table.scan(100) == ([], None)


def test_items_live_from_the_import_on_and_not_from_their_own_times(table: Table) -> None:
    world = durable(table)
    world.store.keep("b1", old_session())

    items, _ = table.scan(100)
    soonest = (world.clock.now() + timedelta(days=90)).timestamp()
    assert {int(item["ttl"]) >= int(soonest) for item in items} == {True}


def test_an_imported_session_is_listed_among_its_users(imports: Imports) -> None:
    mine = old_session()

    imports.store.keep("b1", mine)

    listed = imports.sessions.of_user(mine.header.user, 10)
    assert [header.session_id for header in listed] == [mine.session_id]
    imports.store.remove("b1", mine.session_id)
    assert imports.sessions.of_user(mine.header.user, 10) == []
