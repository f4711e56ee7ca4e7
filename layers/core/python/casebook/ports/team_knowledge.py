"""Where teams' documents are kept, every version by its number."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from casebook.domain.team_knowledge import TeamDocument


class DocumentChanged(Exception):
    """Another writer was faster. No error of the user's."""


class TeamDocumentStore(Protocol):
    def newest(self, project: str) -> int:
        """The number of the version in force; 0 where there is none."""
        ...

    def read(self, project: str, version: int) -> "TeamDocument | None":
        """A version; None for one that there never was or that is kept no longer."""
        ...

    def add(self, document: "TeamDocument") -> None:
        """Keep it as the newest version, and the one before it for as long as events are kept.

        Raises:
            DocumentChanged: the version before it is not the newest; nothing was written.
        """
        ...
