"""One run of a tool, as agents see it: the result, and the evidence that stands for it."""

from typing import Generic, NamedTuple, TypeVar

from casebook.domain.evidence import Evidence
from casebook.domain.model import Json, Model

D = TypeVar("D", bound=Model)


class StartedCall(NamedTuple):
    """A run that begins."""

    call_id: str
    tool: str
    parameters: Json


class ToolRun(NamedTuple, Generic[D]):
    """`data` is the typed result of a success, else None; `evidence.excerpt` is what may be quoted.

    Numbers and quotations in a claim that cites `evidence.id` must stand in the excerpt.
    """

    call_id: str
    tool: str
    parameters: Json
    evidence: Evidence
    data: D | None
    duration_ms: int
    raw_bytes: int = 0
    """The size of the raw result as it was stored."""

    @property
    def outcome(self) -> str:
        return self.evidence.outcome


class Repeated(NamedTuple):
    """What an earlier query brings back now; `raw` is what would have been stored of it."""

    evidence: Evidence
    raw: bytes
