"""Which agent may use which tool."""

from typing import Protocol

from casebook.domain.tool_grants import ToolGrants


class GrantsChanged(Exception):
    """Another writer has changed the grants. No error of the user's: read on, try again."""


class ToolGrantStore(Protocol):
    def read(self) -> ToolGrants:
        """The grants as they stand; empty ones where nobody has decided anything.

        Raises:
            ValidationError: what is stored are no grants.
        """
        ...

    def replace(self, grants: ToolGrants) -> None:
        """Keep the grants, which were read at their `revision` and changed since.

        Raises:
            GrantsChanged: the stored ones are of another revision; nothing was written.
        """
        ...
