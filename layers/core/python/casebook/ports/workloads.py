"""Where workloads are kept."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from casebook.domain.alarm import Alarm
from casebook.domain.workload import Workload


def place_of(workload: Workload) -> str:
    """Where a workload stands in lists: by its project, then by its id."""
    return f"{workload.project}#{workload.workload_id}"


def nearest_of_each_project(tiers: Iterable[Iterable[Workload]]) -> list[Workload]:
    """Of every project the workloads of the first tier that has some of it."""
    found: dict[str, Workload] = {}
    served: set[str] = set()
    for tier in tiers:
        nearest = [each for each in tier if each.project not in served]
        found |= {each.workload_id: each for each in nearest}
        served |= {each.project for each in nearest}
    return list(found.values())


class Workloads(Protocol):
    """For whatever looks at them."""

    def get(self, workload_id: str) -> Workload | None: ...

    def of_projects(
        self, projects: Iterable[str], limit: int | None = None, after: str = ""
    ) -> list[Workload]:
        """In the order of their places, at most `limit`, those behind the place `after`."""
        ...

    def all(self) -> Iterator[Workload]: ...

    def matching(self, alarm: Alarm) -> list[Workload]:
        """The workloads that an alarm is about, of each project by itself, so that none takes it
        from another: those that list it, else those that own a resource which one of its dimensions
        names, else those that list an alarm which a composite one consists of."""
        ...


class WorkloadStore(Workloads, Protocol):
    def add(self, workload: Workload) -> None:
        """Raises AlreadyExists if the project has a workload of this name."""
        ...

    def replace(self, workload: Workload) -> None:
        """Raises AlreadyExists if its new name is taken."""
        ...

    def remove(self, workload: Workload) -> None: ...
