"""SQLite files as an earlier product may have left them."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

SCHEMA = """
CREATE TABLE sessions (id, workload, user, created_at, ended_at, theme);
CREATE TABLE messages (id, session_id, role, content, created_at, tokens);
"""


def session(
    session_id: object = "s1",
    workload: object = "shop",
    user: object = "ann",
    created_at: object = "2024-03-01T10:00:00Z",
    ended_at: object = None,
) -> tuple[object, ...]:
    return (session_id, workload, user, created_at, ended_at)


def message(
    message_id: object = "m1",
    session_id: object = "s1",
    role: object = "user",
    content: object = "why?",
    created_at: object = "2024-03-01T10:00:05Z",
) -> tuple[object, ...]:
    return (message_id, session_id, role, content, created_at)


def write(
    path: Path, sessions: Iterable[tuple[object, ...]], messages: Iterable[tuple[object, ...]]
) -> Path:
    """A new file with these rows, and a column that nobody asked for in each table."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(SCHEMA)
        database.executemany("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, 'dark')", sessions)
        database.executemany("INSERT INTO messages VALUES (?, ?, ?, ?, ?, 7)", messages)
        database.commit()
    return path
