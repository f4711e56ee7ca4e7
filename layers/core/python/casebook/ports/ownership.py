"""Where it is kept what projects own."""

from typing import Protocol

from casebook.domain.ownership import Ownership


class OwnershipChanged(Exception):
    """Another writer was faster. No error of the user's."""


class OwnershipStore(Protocol):
    def read(self, project: str) -> Ownership:
        """Version 0 of a project that nothing was written for."""
        ...

    def all(self) -> list[Ownership]:
        """Of every project that something was written for, by name."""
        ...

    def write(self, ownership: Ownership) -> None:
        """Put it in the place of the version before it.

        Raises:
            OwnershipChanged: the version before it is not the newest; nothing was written.
        """
        ...
