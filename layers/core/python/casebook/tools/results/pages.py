"""A part of a result that was kept."""

from casebook.domain.model import Model


class EvidencePage(Model):
    """A part of a result: `text` begins `offset` characters into it; `next_offset` is None at its
    end. With `contains`, `text` holds the lines that contain it, each after its own offset."""

    evidence_id: str
    offset: int
    text: str
    next_offset: int | None
    total_characters: int
    contains: str | None = None
