"""Reads sessions out of an SQLite file, one at a time, however many there are.

SQLite sorts both tables by the session's id, and here they are merged: a session meets its
messages, and messages meet that they have no session.
"""

import heapq
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from casebook.importing import values
from casebook.importing.database import columns
from casebook.importing.records import Problem, Skipped, SourceMessage, SourceRole, SourceSession
from casebook.importing.values import Raw, Unreadable

# The id as hexadecimal digits: they sort the same in Python and in SQLite, whatever the database's
# encoding, the column's type and its collation.
_ID = "hex(CAST({} AS TEXT))"


class _SessionRow(NamedTuple):
    key: bytes
    label: Raw
    workload: Raw
    user: Raw
    created_at: Raw
    ended_at: Raw


class _MessageRow(NamedTuple):
    key: bytes
    label: Raw
    message_id: Raw
    role: Raw
    content: Raw
    created_at: Raw


_Row = _SessionRow | _MessageRow


def count(database: sqlite3.Connection) -> int:
    (number,) = database.execute("SELECT count(*) FROM sessions").fetchone()
    return int(number)


def sessions(database: sqlite3.Connection) -> Iterator[SourceSession | Skipped]:
    """Every session of the file in the order of its id, whole, or skipped with all that is wrong
    with it. A session's messages stand by time, and at the same time as they were written."""
    both: list[Iterator[_Row]] = [_sessions(database), _messages(database)]
    merged = heapq.merge(*both, key=attrgetter("key"))
    for _, rows in groupby(merged, key=attrgetter("key")):
        yield _session(list(rows))


def _sessions(database: sqlite3.Connection) -> Iterator[_Row]:
    ended = "ended_at" if "ended_at" in columns(database, "sessions") else "NULL"
    rows = database.execute(
        f'SELECT {_ID.format("id")}, CAST(id AS TEXT), workload, "user", created_at, {ended} '
        f"FROM sessions ORDER BY 1, {_written(database, 'sessions')}"
    )
    return (_SessionRow(*row) for row in rows)


def _messages(database: sqlite3.Connection) -> Iterator[_Row]:
    rows = database.execute(
        f"SELECT {_ID.format('session_id')}, CAST(session_id AS TEXT), CAST(id AS TEXT), "
        f"role, content, created_at FROM messages ORDER BY 1, {_written(database, 'messages')}"
    )
    return (_MessageRow(*row) for row in rows)


def _written(database: sqlite3.Connection, table: str) -> str:
    """What puts rows in the order of their writing. A view or a table WITHOUT ROWID has no more
    than its ids."""
    try:
        database.execute(f"SELECT rowid FROM {table} LIMIT 0")
    except sqlite3.OperationalError:
        return "id"
    return "rowid"


def _session(rows: list[_Row]) -> SourceSession | Skipped:
    """What the rows of one session's id come to."""
    heads = [row for row in rows if isinstance(row, _SessionRow)]
    said = [row for row in rows if isinstance(row, _MessageRow)]
    named = _label(rows[0].label)
    if not heads:
        reason = f"its session {named} is not in the file" if rows[0].key else "session_id is empty"
        return Skipped(tuple(Problem("messages", _label(m.message_id), reason) for m in said))
    problems = []
    if not rows[0].key:
        problems.append(Problem("sessions", "", "id is empty"))
    if len(heads) > 1:
        problems.append(Problem("sessions", named, f"id stands {len(heads)} times", named))
    messages: dict[str, SourceMessage] = {}
    for row in said:
        try:
            message = _message(row)
            if message.message_id in messages:
                raise Unreadable("id stands twice in its session")
            messages[message.message_id] = message
        except Unreadable as error:
            problems.append(Problem("messages", _label(row.message_id), str(error), named))
    try:
        session = _head(heads[0], messages.values())
    except Unreadable as error:
        problems.append(Problem("sessions", named, str(error), named))
    else:
        if not problems:
            return session
    return Skipped(tuple(problems))


def _head(row: _SessionRow, messages: Iterable[SourceMessage]) -> SourceSession:
    return SourceSession(
        session_id=values.identifier(row.label),
        workload=values.name(row.workload, "workload"),
        user=values.name(row.user, "user"),
        created_at=values.moment(row.created_at, "created_at"),
        ended_at=None if row.ended_at in (None, b"") else values.moment(row.ended_at, "ended_at"),
        messages=tuple(sorted(messages, key=attrgetter("created_at"))),
    )


def _message(row: _MessageRow) -> SourceMessage:
    role = values.role(row.role)
    return SourceMessage(
        message_id=values.identifier(row.message_id),
        role=role,
        content="" if role is SourceRole.SYSTEM else values.words(row.content, "content"),
        created_at=values.moment(row.created_at, "created_at"),
    )


def _label(raw: Raw) -> str:
    """A row's id, for people, however broken it is."""
    if raw is None:
        return ""
    return raw.decode(errors="backslashreplace") if isinstance(raw, bytes) else str(raw)
