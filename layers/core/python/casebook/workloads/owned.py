"""Workloads as they may be looked at: with what their projects own, and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from casebook.domain.alarm import Alarm
from casebook.domain.foreign import Foreign, command, refusal
from casebook.domain.ownership import EVERYTHING, Owned
from casebook.domain.workload import Workload
from casebook.errors import Forbidden
from casebook.observability import logger
from casebook.ports.clock import Clock
from casebook.ports.ownership import OwnershipStore
from casebook.ports.workloads import Workloads
from casebook.settings import Settings

_FRESH = timedelta(minutes=1)


class Ownerships:
    """What each project owns, as this process knows it; a change reaches it within a minute.

    The age is taken from the clock of the day: a process that Lambda has frozen wakes up with a
    monotonic clock that may have stood still. A clock that was set back counts as expired.
    """

    def __init__(self, store: OwnershipStore, clock: Clock, settings: Settings) -> None:
        self._store = store
        self._clock = clock
        self.is_single_tenant = settings.ownership == "single-tenant"
        self._table = "" if settings.is_local else settings.table
        self._known: dict[str, tuple[datetime, Owned]] = {}

    def of(self, project: str) -> Owned:
        if self.is_single_tenant:
            return EVERYTHING
        now = self._clock.now()
        known = self._known.get(project)
        if known is None or not timedelta(0) <= now - known[0] < _FRESH:
            known = self._known[project] = now, self._store.read(project)
        return known[1]

    def check(self, workload: Workload) -> None:
        """Raises Forbidden: the project does not own all of it, as an operator says by now."""
        owned = EVERYTHING if self.is_single_tenant else self._store.read(workload.project)
        if foreign := owned.foreign(workload):
            raise Forbidden(self.refusal(workload.project, foreign))

    def refusal(self, project: str, foreign: Iterable[Foreign]) -> str:
        return refusal(project, foreign, self._table)

    def command(self, project: str, foreign: Iterable[Foreign]) -> str:
        return command(project, foreign, self._table)


@dataclass(frozen=True, eq=False, repr=False)
class OwnedWorkloads:
    """A store of workloads for whatever looks at them. It gives none away that is not owned: what a
    tool may reach is what it finds in its workload (tools/boundary.py)."""

    workloads: Workloads
    ownerships: Ownerships

    def get(self, workload_id: str) -> Workload | None:
        found = self.workloads.get(workload_id)
        return self._narrowed(found) if found else None

    def of_projects(
        self, projects: Iterable[str], limit: int | None = None, after: str = ""
    ) -> list[Workload]:
        return [*map(self._narrowed, self.workloads.of_projects(projects, limit, after))]

    def all(self) -> Iterator[Workload]:
        return map(self._narrowed, self.workloads.all())

    def matching(self, alarm: Alarm) -> list[Workload]:
        """Those alone whose projects own the alarm."""
        found = []
        for workload in self.workloads.matching(alarm):
            if self.ownerships.of(workload.project).owns_alarm(alarm):
                found.append(self._narrowed(workload))
            else:
                logger.warning(
                    "an alarm is kept from a workload whose project does not own it",
                    alarm=alarm.name,
                    workload=workload.workload_id,
                    project=workload.project,
                )
        return found

    def _narrowed(self, workload: Workload) -> Workload:
        owned = self.ownerships.of(workload.project)
        if owned is EVERYTHING and not owned.foreign(workload):
            return workload
        return owned.narrowed(workload)
