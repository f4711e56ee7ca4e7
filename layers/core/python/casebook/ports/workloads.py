"""Where workloads are kept."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from casebook.domain.alarm import Alarm
from casebook.domain.workload import Workload


def place_of(workload: Workload) -> str:
    """Where a workload stands in lists: by its project, then by its id."""
    return f"{workload.project}#{workload.workload_id}"


class WorkloadStore(Protocol):
    def add(self, workload: Workload) -> None:
        """Raises AlreadyExists if the project has a workload of this name."""
        ...

    def get(self, workload_id: str) -> Workload | None: ...

    def of_projects(
        self, projects: Iterable[str], limit: int | None = None, after: str = ""
    ) -> list[Workload]:
        """In the order of their places, at most `limit`, those behind the place `after`."""
        ...

    def replace(self, workload: Workload) -> None:
        """Raises AlreadyExists if its new name is taken."""
        ...

    def remove(self, workload: Workload) -> None: ...

    def all(self) -> Iterator[Workload]: ...

    def matching(self, alarm: Alarm) -> list[Workload]:
        """The workloads that an alarm is about: those that name it, else those that own a resource
        which one of its dimensions names."""
        ...
