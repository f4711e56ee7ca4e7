"""What projects own, in memory."""

from casebook.domain.ownership import Ownership
from casebook.ports.clock import Clock
from casebook.ports.ownership import OwnershipChanged
from casebook.settings import Settings
from casebook.workloads.owned import Ownerships


class MemoryOwnershipStore:
    """`reads` counts what was asked of it."""

    def __init__(self, *kept: Ownership) -> None:
        self._kept = {each.project: each for each in kept}
        self.reads = 0

    def read(self, project: str) -> Ownership:
        self.reads += 1
        return self._kept.get(project, Ownership(project=project))

    def all(self) -> list[Ownership]:
        self.reads += 1
        return [self._kept[project] for project in sorted(self._kept)]

    def write(self, ownership: Ownership) -> None:
        if ownership.version != self.read(ownership.project).version + 1:
            raise OwnershipChanged
        self._kept[ownership.project] = ownership


def single_tenant(clock: Clock) -> Ownerships:
    """Every project may watch everything, as on a laptop."""
    return Ownerships(MemoryOwnershipStore(), clock, Settings(ownership="single-tenant"))
