"""Databases of a team, to be read."""

from typing import Protocol

from casebook.domain.outside import Row


class ReadOnlyDatabase(Protocol):
    def select(self, statement: str, rows: int, characters: int) -> list[Row]:
        """The first rows of a SELECT, in a transaction that can only read.

        The statement was checked (tools/statement.py). A row of more characters comes without text.

        Raises:
            InvalidRequest: the database refused the statement; says why.
            CasebookError: it could not be asked.
        """
        ...
