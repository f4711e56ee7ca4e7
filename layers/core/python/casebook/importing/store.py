"""The port through which imported sessions are kept and taken out again."""

from enum import StrEnum
from typing import Protocol

from casebook.importing.sessions import ImportedSession


class Standing(StrEnum):
    """How a session of a batch stands in the store."""

    ABSENT = "absent"  # nothing of it was ever kept
    PARTIAL = "partial"  # a crash left a part of it; nobody can read that, and `keep` completes it
    KEPT = "kept"  # it is there, just so
    DIFFERENT = "different"  # the batch has this session with other content


class ImportStore(Protocol):
    """Whatever it writes is marked with the batch, and listed under it before it is written, so
    that a crash at any moment leaves nothing that `remove` would not find."""

    def standing(self, batch: str, session: ImportedSession) -> Standing: ...

    def keep(self, batch: str, session: ImportedSession) -> None:
        """Keep an absent or partial session; it can be read when all of it is there. Keeping it
        again changes nothing."""
        ...

    def sessions(self, batch: str) -> list[str]:
        """The ids of the batch's sessions, whole or partial."""
        ...

    def remove(self, batch: str, session_id: str) -> None:
        """Take out what the batch brought of this session, and nothing else. A session that is not
        there is no error."""
        ...
