"""What the endpoints of a team's knowledge take and give."""

from typing import Literal

from pydantic import Field

from casebook.domain.model import Instant, Model
from casebook.knowledge.team_rows import MOST_BYTES

TableName = Literal["sign", "cause", "metric", "setting", "event", "reason"]


class Row(Model):
    """A row of the document, by its table and its name, and what it says in a few words."""

    table: TableName
    name: str
    says: str


class Problem(Model):
    """Where something is wrong (`sign: row "partner-declined": phrases[2]`), and what."""

    field: str
    error: str


class TeamKnowledgePage(Model):
    """The document in force, or the version that was asked for. Version 0: none was written yet."""

    project: str
    version: int
    newest: int
    document: str
    written_at: Instant | None = None
    written_by: str | None = None
    rows: tuple[Row, ...]


class CheckedDocument(Model):
    """What a document would come to: its rows, if nothing is wrong with it."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


class TeamKnowledgeQuery(Model):
    """`version` is that of a document which was in force before; the newest if none is given."""

    version: int | None = Field(None, ge=1)


class CheckDocument(Model):
    """`document` is TOML."""

    document: str = Field(max_length=MOST_BYTES)


class PutDocument(CheckDocument):
    """`version` is the newest that the writer has seen, so that nobody writes over another's."""

    version: int = Field(ge=0)
