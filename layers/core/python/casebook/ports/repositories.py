"""Source code."""

from typing import Protocol

from casebook.domain.outside import CodeHits, Commit, Commits
from casebook.domain.window import Window


class SourceRepository(Protocol):
    """One repository, as it is on the branch that is deployed."""

    def search(self, text: str, path: str | None, limit: int) -> CodeHits:
        """Places that hold the text as it is. Raises CasebookError."""
        ...

    def commits(self, window: Window, path: str | None, limit: int) -> Commits:
        """Commits of the window, newest first. Raises CasebookError."""
        ...

    def commit(self, sha: str) -> Commit:
        """Raises NotFound, and CasebookError for anything else."""
        ...
