"""Saying what projects own: operators do, and members see it."""

from contextlib import suppress
from dataclasses import dataclass

from casebook.domain.foreign import OPTIONS
from casebook.domain.ownership import EVERYTHING, Owned, Ownership
from casebook.domain.workload import Workload
from casebook.errors import Conflict, Forbidden, NotFound
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.ownership import OwnershipChanged, OwnershipStore
from casebook.ports.workloads import WorkloadStore
from casebook.workloads.owned import Ownerships
from casebook.workloads.ownership_requests import (
    ForeignThing,
    OwnershipPage,
    OwnershipView,
    PutOwnership,
    UnownedWorkload,
)

_ATTEMPTS = 5


@dataclass(frozen=True)
class Owning:
    """`operators` is the group whose members may say what a project owns."""

    store: OwnershipStore
    workloads: WorkloadStore
    ownerships: Ownerships
    clock: Clock
    operators: str

    def list(self, who: Identity) -> OwnershipPage:
        if not self._is_operator(who):
            return OwnershipPage(projects=tuple(map(self.view, who.projects)))
        return OwnershipPage(projects=tuple(map(self.view, self.known())))

    def get(self, who: Identity, project: str) -> OwnershipView:
        """Raises NotFound: a project of others."""
        if project not in who.projects and not self._is_operator(who):
            raise NotFound(f"there is no project {project} of yours")
        return self.view(project)

    def put(self, who: Identity, project: str, asked: PutOwnership) -> OwnershipView:
        """Raises NotFound, Forbidden (no operator), Conflict (not the newest was seen)."""
        self.get(who, project)
        if not self._is_operator(who):
            raise Forbidden(
                f"what a project owns is said by operators: people in the group {self.operators!r} "
                "of the user pool, or `casebook projects own`"
            )
        owned = {name: getattr(asked, name) for name in Owned.model_fields}
        return self._written(project, asked.version, who.user, owned)

    def known(self) -> tuple[str, ...]:
        """Every project that owns or watches something, by name."""
        watching = {each.project for each in self.workloads.all()}
        return tuple(sorted(watching | {each.project for each in self.store.all()}))

    def change(
        self, project: str, by: str, changed: Owned, *, removed: bool = False
    ) -> OwnershipView:
        """Add patterns to what the project owns, or take them away; the others stay.

        Raises:
            Conflict: others write at the same time, again and again.
        """
        for _ in range(_ATTEMPTS - 1):
            with suppress(Conflict):
                return self._change(project, by, changed, removed)
        return self._change(project, by, changed, removed)

    def view(self, project: str) -> OwnershipView:
        ownership = self.store.read(project)
        is_single = self.ownerships.is_single_tenant
        owned = EVERYTHING if is_single else ownership
        looked_at = (self._unowned(each, owned) for each in self.workloads.of_projects([project]))
        return OwnershipView(
            mode="single-tenant" if is_single else "by-prefix",
            ownership=ownership,
            unowned=tuple(filter(None, looked_at)),
        )

    def _change(self, project: str, by: str, changed: Owned, removed: bool) -> OwnershipView:
        before = self.store.read(project)
        owned = {name: _changed(before, changed, name, removed) for name in OPTIONS}
        return self._written(project, before.version, by, owned)

    def _unowned(self, workload: Workload, owned: Owned) -> UnownedWorkload | None:
        if not (foreign := owned.foreign(workload)):
            return None
        return UnownedWorkload(
            workload_id=workload.workload_id,
            name=workload.name,
            foreign=tuple(ForeignThing(field=each.field, name=each.name) for each in foreign),
            command=self.ownerships.command(workload.project, foreign),
        )

    def _written(
        self, project: str, version: int, by: str, owned: dict[str, tuple[str, ...]]
    ) -> OwnershipView:
        ownership = Ownership(
            project=project,
            version=version + 1,
            written_at=self.clock.now(),
            written_by=by,
            **owned,
        )
        try:
            self.store.write(ownership)
        except OwnershipChanged as error:
            newest = self.store.read(project).version
            raise Conflict(
                f"version: the newest is {newest}, not {version}; another has written it: get it,"
                " put your patterns in, and send it again"
            ) from error
        return self.view(project)

    def _is_operator(self, who: Identity) -> bool:
        return self.operators in who.projects


def _changed(before: Owned, changed: Owned, name: str, removed: bool) -> tuple[str, ...]:
    had, given = getattr(before, name), getattr(changed, name)
    if removed:
        return tuple(each for each in had if each not in given)
    return tuple(dict.fromkeys((*had, *given)))
