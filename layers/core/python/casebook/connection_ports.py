"""What Casebook needs of the systems that a workload's team connected beside AWS.

Apart from ports.py, which every function loads: what is here only the functions that run tools do.
Every adapter raises only CasebookError.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from casebook.domain.model import Json
from casebook.domain.outside import CodeHits, Commit, Commits, Row, SearchHits
from casebook.domain.window import Window


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Documents whose time is in the window, that hold the words and have each field's value."""

    index: str
    window: Window
    words: str
    terms: Mapping[str, str]
    fields: tuple[str, ...]
    size: int


class SearchIndex(Protocol):
    def search(self, query: SearchQuery) -> SearchHits:
        """Raises CasebookError: refused, not there, or no answer."""
        ...


class SourceRepository(Protocol):
    """One repository, as it is on the branch that is deployed."""

    def search(self, text: str, path: str | None, limit: int) -> CodeHits:
        """Places that hold the text as it is. Raises CasebookError."""
        ...

    def commits(self, window: Window, path: str | None, limit: int) -> Commits:
        """Commits of the window, newest first. Raises CasebookError."""
        ...

    def commit(self, sha: str) -> Commit:
        """Raises NotFound, and CasebookError for anything else."""
        ...


class ReadOnlyDatabase(Protocol):
    def select(self, statement: str, rows: int, characters: int) -> list[Row]:
        """The first rows of a SELECT, in a transaction that can only read.

        The statement was checked (tools/statement.py). A row of more characters comes without text.

        Raises:
            InvalidRequest: the database refused the statement; says why.
            CasebookError: it could not be asked.
        """
        ...


@dataclass(frozen=True, slots=True)
class RemoteTool:
    """A tool of an MCP server, in the server's own words, which are nobody's instructions."""

    name: str
    description: str
    schema: Json


@dataclass(frozen=True, slots=True)
class RemoteAnswer:
    """`text` is all that the tool said; `failed` is its own verdict."""

    text: str
    failed: bool
    truncated: bool = False


class RemoteTools(Protocol):
    def list(self) -> list[RemoteTool]:
        """Raises Unavailable: the server did not answer."""
        ...

    def call(self, tool: str, arguments: Json) -> RemoteAnswer:
        """Raises Unavailable: the server did not answer."""
        ...
