"""An SQLite file, opened to be read and never written, and whether it has what is needed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from casebook.errors import InvalidRequest

NEEDED = {
    "sessions": ("id", "workload", "user", "created_at"),
    "messages": ("id", "session_id", "role", "content", "created_at"),
}


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file's database; text comes as bytes, since it need not be UTF-8.

    Raises:
        InvalidRequest: it is no such file, or it breaks off while it is read; says what is wrong.
    """
    if not path.is_file():
        raise InvalidRequest(f"{path}: there is no such file")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.text_factory = bytes
            _check(database, path)
            yield database
    except sqlite3.Error as error:
        raise InvalidRequest(f"{path}: SQLite cannot read it: {error}") from error


def columns(database: sqlite3.Connection, table: str) -> set[str]:
    """Names in lower case; SQLite's are blind to it. Empty for a table that is not there."""
    found = database.execute("SELECT name FROM pragma_table_info(?)", (table,))
    return {bytes(name).decode().lower() for (name,) in found}


def _check(database: sqlite3.Connection, path: Path) -> None:
    missing = []
    for table, needed in NEEDED.items():
        there = columns(database, table)
        if not there:
            missing.append(f"the table {table}")
        else:
            missing += [f"the column {table}.{name}" for name in needed if name not in there]
    if missing:
        raise InvalidRequest(f"{path} is no file of sessions: {', '.join(missing)} is missing")
