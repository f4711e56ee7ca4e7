"""What an SQLite file of an earlier product says, row by row, once it was read and found sound."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SourceRole(StrEnum):
    USER = "user"
    AGENT = "agent"
    SYSTEM = "system"  # instructions to a model: no part of the conversation


@dataclass(frozen=True, slots=True)
class SourceMessage:
    message_id: str
    role: SourceRole
    content: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SourceSession:
    """Messages are in the order in which they were said."""

    session_id: str
    workload: str
    user: str
    created_at: datetime
    ended_at: datetime | None
    messages: tuple[SourceMessage, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row, and with it its whole session, is not imported."""

    table: str
    row: str
    reason: str
    session: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A session with at least one bad row, or rows without a session."""

    problems: tuple[Problem, ...]


class NotImportable(Exception):
    """A row that was read well, and cannot be kept. Becomes the problem of its session."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem
