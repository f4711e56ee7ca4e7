"""Loggers and agents that are read, each with its document and with lines as it writes them.

The rows stand in `loggers.toml`. The reader itself needs none of them: they are what
`log_fields.toml` is tested with, and what the documents list.
"""

from functools import lru_cache
from typing import NamedTuple

_TABLE = "loggers.toml"


class Logger(NamedTuple):
    """A logger, with lines at the level of an error, of a warning, and of neither."""

    name: str
    see: str
    error: tuple[str, ...]
    warning: tuple[str, ...]
    other: tuple[str, ...]


@lru_cache(maxsize=1)
def loggers() -> tuple[Logger, ...]:
    """Every row, in the order of the table.

    Raises:
        ValueError: naming the row and the field that are wrong.
    """
    from casebook.knowledge.rows import document, rows_of

    return tuple(_row(*row) for row in enumerate(rows_of(document(_TABLE), "logger"), start=1))


def _row(number: int, fields: object) -> Logger:
    from casebook.knowledge.rows import Row

    row = Row(_TABLE, number, fields, Logger._fields)
    return Logger(
        name=row.name,
        see=row.text("see"),
        error=row.texts("error", needed=True),
        warning=row.texts("warning"),
        other=row.texts("other"),
    )
