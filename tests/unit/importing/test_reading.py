"""Rows become sessions, or plain words about what is wrong with them."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casebook.errors import InvalidRequest
from casebook.importing import database, reading
from casebook.importing.records import Skipped, SourceRole, SourceSession
from tests.fakes.source_file import message, session, write

Rows = Sequence[tuple[object, ...]]


def read(folder: Path, sessions: Rows, messages: Rows) -> list[SourceSession | Skipped]:
    with database.opened(write(folder / "old.db", sessions, messages)) as source:
        return list(reading.sessions(source))


def reasons(found: list[SourceSession | Skipped]) -> list[tuple[str, str, str]]:
    skipped = [each for each in found if isinstance(each, Skipped)]
    return [(p.table, p.row, p.reason) for each in skipped for p in each.problems]


def test_a_session_is_read_with_its_messages_in_the_order_of_their_times(tmp_path: Path) -> None:
    (found,) = read(
        tmp_path,
        [session(7, ended_at=1709287300)],
        [
            message(2, 7, "assistant", "because", 1709287206500),
            message(1, 7, "user", "why?", "2024-03-01 10:00:05"),
            message(3, 7, "system", None, "2024-03-01T09:00:00-02:00"),
        ],
    )

    assert isinstance(found, SourceSession)
    assert (found.session_id, found.workload, found.user) == ("7", "shop", "ann")
    assert found.ended_at == datetime(2024, 3, 1, 10, 1, 40, tzinfo=UTC)
    assert [(m.message_id, m.role) for m in found.messages] == [
        ("1", SourceRole.USER),
        ("2", SourceRole.AGENT),
        ("3", SourceRole.SYSTEM),
    ]
    assert found.messages[1].created_at == datetime(2024, 3, 1, 10, 0, 6, 500_000, tzinfo=UTC)


def test_messages_of_the_same_second_stand_as_they_were_written(tmp_path: Path) -> None:
    (found,) = read(tmp_path, [session()], [message("z"), message("a", role="agent"), message("m")])

    assert isinstance(found, SourceSession)
    assert [each.message_id for each in found.messages] == ["z", "a", "m"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (message(role="robot"), "role 'robot' is unknown; known are agent, assistant, system"),
        (message(role=None), "role is missing"),
        (message(content=None), "content is missing"),
        (message(content=b"\xff\xfe"), "content is no text (byte 0 is not UTF-8)"),
        (message(created_at="yesterday"), "created_at 'yesterday' is no time"),
        (message(created_at=None), "created_at is missing"),
        (message(created_at=0), "created_at '0' means 1970-01-01, which cannot be right"),
        (message(created_at="nan"), "created_at 'nan' is no time"),
        (message(created_at=9e30), "created_at '9e+30' is no time"),
    ],
)
def test_a_bad_message_is_named_and_its_session_is_skipped_as_a_whole(
    tmp_path: Path, row: tuple[object, ...], reason: str
) -> None:
    (found,) = read(tmp_path, [session()], [row, message("m2")])

    assert isinstance(found, Skipped)
    ((problem),) = found.problems
    assert (problem.table, problem.row, problem.session) == ("messages", "m1", "s1")
    assert problem.reason.startswith(reason)


def test_every_bad_row_of_a_session_is_told_at_once(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [session(created_at="?")],
        [message("m1", role="robot"), message("m2", content=None), message("m2")],
    )

    assert [row for _, row, _ in reasons(found)] == ["m1", "m2", "s1"]


def test_a_message_of_an_unknown_session_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, [session()], [message("m1", "s2"), message("m2", None), message("m3")])

    assert reasons(found) == [
        ("messages", "m2", "session_id is empty"),
        ("messages", "m1", "its session s2 is not in the file"),
    ]
    assert sum(isinstance(each, SourceSession) for each in found) == 1


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([session(), session()], "id stands 2 times"),
        ([session(None)], "id is empty"),
        ([session(user=" ")], "user is empty"),
        ([session(workload=None)], "workload is missing"),
        ([session(ended_at="later")], "ended_at 'later' is no time"),
    ],
)
def test_a_bad_session_is_named(tmp_path: Path, rows: Rows, reason: str) -> None:
    told = reasons(read(tmp_path, rows, []))

    assert any(why.startswith(reason) for _, _, why in told)


def test_ids_of_any_type_and_collation_find_each_other_in_any_encoding(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA encoding = 'UTF-16le'")
        made.executescript(
            "CREATE TABLE sessions (id TEXT COLLATE NOCASE, workload, user, created_at);"
            "CREATE TABLE messages (id INTEGER PRIMARY KEY, session_id, role, content, created_at)"
        )
        for name in ("B", "a", "10", "9", "ü"):
            made.execute("INSERT INTO sessions VALUES (?, 'shop', 'ann', 1709287200)", (name,))
            made.execute(
                "INSERT INTO messages (session_id, role, content, created_at) "
                "VALUES (?, 'user', 'grüß', 1709287200)",
                (int(name) if name.isdigit() else name,),
            )
        made.commit()

    with database.opened(path) as source:
        found = list(reading.sessions(source))

    assert [len(each.messages) for each in found if isinstance(each, SourceSession)] == [1] * 5


def test_a_table_without_rowids_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as made:
        made.executescript(
            "CREATE TABLE sessions (id PRIMARY KEY, workload, user, created_at) WITHOUT ROWID;"
            "CREATE TABLE messages (id PRIMARY KEY, session_id, role, content, created_at)"
            " WITHOUT ROWID;"
            "INSERT INTO sessions VALUES ('s1', 'shop', 'ann', 1709287200);"
        )

    with database.opened(path) as source:
        assert len(list(reading.sessions(source))) == 1


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("a shopping list, long enough to be no header of a database\n" * 20)

    with pytest.raises(InvalidRequest, match="file is not a database"), database.opened(path):
        pass


def test_missing_tables_and_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE sessions (id, workload, created_at)")

    with pytest.raises(InvalidRequest) as refused, database.opened(path):
        pass

    assert "the column sessions.user, the table messages is missing" in refused.value.detail


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest), database.opened(tmp_path / "none.db"):
        pass

    assert not (tmp_path / "none.db").exists()


def test_a_database_that_breaks_off_is_told_and_not_read_as_shorter(tmp_path: Path) -> None:
    rows = [message(f"m{n}", content="x" * 900) for n in range(200)]
    path = write(tmp_path / "old.db", [session()], rows)
    path.write_bytes(path.read_bytes()[:60_000])

    with pytest.raises(InvalidRequest, match="SQLite cannot read it"), database.opened(path) as db:
        list(reading.sessions(db))
