"""The results of queries, as evidence."""

from datetime import datetime
from typing import Protocol


class RecheckLimit(Protocol):
    def count(self, stream: str, now: datetime) -> None:
        """Count one more recheck of the diagnosis' or session's evidence.

        Raises:
            LimitReached: there were as many as may be.
        """
        ...


class ResultStore(Protocol):
    """Where the results of queries are put."""

    def put(self, stream: str, evidence_id: str, raw: bytes) -> str:
        """Keep the raw result; returns where it lies."""
        ...

    def put_text(self, stream: str, evidence_id: str, text: str) -> None:
        """Keep the whole text of a result of which the excerpt holds only a part."""
        ...


class RawResults(ResultStore, Protocol):
    """Where what was put is read again by the one who knows where it lies."""

    def get(self, location: str) -> bytes:
        """Raises NotFound when it has expired."""
        ...


class EvidenceStore(RawResults, Protocol):
    """Where they are fetched again."""

    def find(self, stream: str, evidence_id: str) -> bytes:
        """The raw result that was kept under this very stream. Raises NotFound."""
        ...

    def text(self, stream: str, evidence_id: str) -> str:
        """Raises NotFound when none was kept under this very stream: the excerpt has it all."""
        ...
