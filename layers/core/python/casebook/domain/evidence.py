"""Evidence: the result of one query, kept so that anybody can fetch, hash and repeat it."""

import hashlib
from typing import Literal

from casebook.domain.model import Instant, Json, Model
from casebook.domain.window import Window

Outcome = Literal["success", "no-data", "error"]


class Evidence(Model):
    """What one tool run brought back.

    `sha256` is over the raw result as it lies at `location`; `excerpt` is its redacted, shortened
    text, the only part that agents, people and models read.
    """

    id: str
    tool: str
    query: Json
    window: Window
    outcome: Outcome
    sha256: str
    excerpt: str
    location: str
    taken_at: Instant

    def is_of(self, raw: bytes) -> bool:
        """Whether these bytes are the raw result that was found, and nobody has changed them."""
        return hashlib.sha256(raw).hexdigest() == self.sha256
