"""What a team connects beside AWS, in memory: documents, code, rows, an MCP server's tool.

It belongs to one workload and, as the real ones, holds other teams' things too.
"""

import json
from dataclasses import dataclass, field

from casebook.domain.model import Json
from casebook.domain.outside import (
    CodeHit,
    CodeHits,
    Commit,
    Commits,
    CommitSummary,
    Row,
    SearchHit,
    SearchHits,
)
from casebook.domain.window import Window
from casebook.domain.workload import Workload
from casebook.errors import NotFound
from casebook.ports.remote_tools import RemoteAnswer, RemoteTool
from casebook.ports.search_indexes import SearchQuery

CONNECTIONS = {
    "repository": {"git": "shop.git"},
    "search": {"endpoint": "https://search.example", "indices": ["shop-*"], "auth": "none"},
    "database": {
        "host": "db.example",
        "database": "shop",
        "schemas": ["shop"],
        "secret": "shop-reader",
    },
    "mcp": [{"name": "tickets", "endpoint": "https://mcp.example", "tools": ["find_ticket"]}],
}


def connected(workload: Workload) -> Workload:
    """The workload with one connection of every kind."""
    return Workload.model_validate(workload.model_dump() | CONNECTIONS)


@dataclass
class Outside:
    """One object for all four ports. `documents` and `rows` are by index and by schema.table."""

    documents: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[Json]] = field(default_factory=dict)
    code: list[CodeHit] = field(default_factory=list)
    history: list[Commit] = field(default_factory=list)
    ticket: str = ""

    def searching(self) -> "OutsideSearch":
        return OutsideSearch(self)

    def repository(self) -> "OutsideRepository":
        return OutsideRepository(self)

    def select(self, statement: str, rows: int, characters: int) -> list[Row]:
        """The rows of every table whose name stands in the statement."""
        found = [
            json.dumps(row)
            for table, kept in self.rows.items()
            for row in kept
            if table in statement.replace('"', "")
        ]
        return [
            Row(text=text if len(text) <= characters else None, characters=len(text))
            for text in found[:rows]
        ]

    def list(self) -> list[RemoteTool]:
        text = {"type": "object", "properties": {"text": {"type": "string"}}}
        return [RemoteTool("find_ticket", "Finds tickets by their text.", text)]

    def call(self, tool: str, arguments: Json) -> RemoteAnswer:
        return RemoteAnswer(self.ticket, failed=False)


@dataclass
class OutsideSearch:
    outside: Outside

    def search(self, query: SearchQuery) -> SearchHits:
        prefix = query.index.rstrip("*")
        hits = [
            SearchHit(index=index, id=str(number), at=query.window.start, document=document)
            for index, documents in self.outside.documents.items()
            if index.startswith(prefix)
            for number, document in enumerate(documents)
        ]
        return SearchHits(hits=tuple(hits[: query.size]), total=len(hits))


@dataclass
class OutsideRepository:
    outside: Outside

    def search(self, text: str, path: str | None, limit: int) -> CodeHits:
        return CodeHits(hits=tuple(hit for hit in self.outside.code if text in hit.text)[:limit])

    def commits(self, window: Window, path: str | None, limit: int) -> Commits:
        told = [
            CommitSummary(
                sha=each.sha, author=each.author, at=each.at, subject=each.message.split("\n")[0]
            )
            for each in self.outside.history
        ]
        return Commits(commits=tuple(told[:limit]))

    def commit(self, sha: str) -> Commit:
        for each in self.outside.history:
            if each.sha.startswith(sha):
                return each
        raise NotFound(f"there is no commit {sha}")
