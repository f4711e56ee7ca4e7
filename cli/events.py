"""What a client receives: events, and what became of text frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

FINAL_TYPES = frozenset(
    {"session-ended", "diagnosis-concluded", "diagnosis-cancelled", "diagnosis-failed"}
)


@dataclass(frozen=True)
class Event:
    """One event of a stream. `data` has the shape that docs/events.md gives its type."""

    stream: str
    seq: int
    type: str
    at: datetime
    actor: str
    parent: int | None
    data: Mapping[str, Any]

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Event:
        return cls(
            stream=raw["stream"],
            seq=raw["seq"],
            type=raw["type"],
            at=datetime.fromisoformat(raw["at"]),
            actor=raw["actor"],
            parent=raw["parent"],
            data=raw["data"],
        )

    @property
    def is_last(self) -> bool:
        """Nothing follows it in its stream."""
        return self.type in FINAL_TYPES


@dataclass(frozen=True)
class Text:
    """The next words of an answer. `rewrites`: they replace everything said of it so far."""

    message: str
    text: str
    rewrites: bool = False
