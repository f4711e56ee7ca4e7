"""What the team wrote down."""

from typing import NamedTuple, Protocol

from casebook.domain.workload import Workload


class Runbook(NamedTuple):
    """A Markdown file that a team wrote. `version` is another whenever its text is; `size` is in
    bytes; `location` is where people find it."""

    name: str
    location: str
    version: str
    size: int


class RunbookStore(Protocol):
    """Runbooks of workloads, and an index over them, which only ever saves work.

    Casebook writes indexes and never a runbook.
    """

    def runbooks(self, workload: Workload) -> list[Runbook]:
        """The workload's own, then those of its whole project; each by name, 1,000 at most."""
        ...

    def read(self, runbook: Runbook) -> str:
        """Raises NotFound when this version is not there any more."""
        ...

    def index(self, workload: Workload, digest: str) -> str | None:
        """The index that was kept for the runbooks with this digest, or None."""
        ...

    def keep_index(self, workload: Workload, digest: str, index: str) -> None:
        """Keep an index. Of several that are kept for one digest, the first stays."""
        ...
