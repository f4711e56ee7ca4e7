"""Registering workloads. A caller registers into projects that they belong to, and no others."""

from dataclasses import dataclass
from datetime import timedelta
from typing import get_args

from casebook.access import visible_workload
from casebook.domain import ids
from casebook.domain.change import Change, ChangeKind, FieldChange
from casebook.domain.window import Window
from casebook.domain.workload import Workload, with_standard_telemetry
from casebook.errors import Forbidden, InvalidRequest
from casebook.ports.changes import ChangeStore
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.work import Dispatcher
from casebook.ports.workloads import WorkloadStore, place_of
from casebook.workloads.owned import Ownerships
from casebook.workloads.requests import (
    ChangePage,
    DescribeWorkload,
    ReportChange,
    WorkloadPage,
    WorkloadsQuery,
)

_CHANGES_SHOWN = timedelta(days=7)
_CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class Registration:
    workloads: WorkloadStore
    dispatcher: Dispatcher
    clock: Clock
    ownerships: Ownerships

    def register(self, who: Identity, described: DescribeWorkload) -> Workload:
        """Raises Forbidden (a project of others, or something that the project does not own),
        AlreadyExists (the name is taken)."""
        now = self.clock.now()
        workload = Workload(
            workload_id=ids.new_id(ids.WORKLOAD),
            created_at=now,
            updated_at=now,
            **self._described(who, described),
        )
        self.ownerships.check(workload)
        self.workloads.add(workload)
        # The configuration as it is today is what the next change is compared with.
        self.dispatcher.observe_workload(workload.workload_id)
        return workload

    def all(self, who: Identity, asked: WorkloadsQuery) -> WorkloadPage:
        limit = None if asked.limit is None else asked.limit + 1
        found = self.workloads.of_projects(who.projects, limit, asked.next)
        page = found[: asked.limit]
        more = len(found) > len(page)
        return WorkloadPage(workloads=tuple(page), next=place_of(page[-1]) if more else None)

    def get(self, who: Identity, workload_id: str) -> Workload:
        return visible_workload(self.workloads.get(workload_id), who, workload_id)

    def replace(self, who: Identity, workload_id: str, described: DescribeWorkload) -> Workload:
        """Raises NotFound, Forbidden, InvalidRequest (another project: sessions, diagnoses and
        evidence stay with the project that they were made in), AlreadyExists."""
        before = self.get(who, workload_id)
        if described.project != before.project:
            raise InvalidRequest.of(
                "project",
                f"stays {before.project!r}: delete the workload, and register it in "
                f"{described.project!r}",
            )
        workload = Workload(
            workload_id=workload_id,
            created_at=before.created_at,
            updated_at=self.clock.now(),
            **self._described(who, described),
        )
        self.ownerships.check(workload)
        self.workloads.replace(workload)
        self.dispatcher.observe_workload(workload_id)
        return workload

    def remove(self, who: Identity, workload_id: str) -> None:
        self.workloads.remove(self.get(who, workload_id))

    def _described(self, who: Identity, described: DescribeWorkload) -> dict[str, object]:
        if described.project not in who.projects:
            mine = ", ".join(who.projects) or "none"
            raise Forbidden(f"project: you do not belong to {described.project!r}; yours: {mine}")
        resources = tuple(map(with_standard_telemetry, described.resources))
        return {**dict(described), "resources": resources}


@dataclass(frozen=True)
class ChangeFeed:
    workloads: WorkloadStore
    changes: ChangeStore
    clock: Clock

    def report(self, who: Identity, workload_id: str, reported: ReportChange) -> Change:
        """Keep a change, taken in, of a resource of the workload, or of something beside it that it
        depends on and that nobody registers: a security group, a shared role, an alarm.

        Raises:
            NotFound, InvalidRequest (a time in the future).
        """
        from casebook.redaction.intake import model_taken_in  # for reports alone

        visible_workload(self.workloads.get(workload_id), who, workload_id)
        if reported.at > self.clock.now() + _CLOCK_SKEW:
            raise InvalidRequest.of("at", "must not be in the future")
        described = Change(
            change_id=ids.new_id(ids.CHANGE),
            at=reported.at,
            kind=_kind(reported.kind),
            resource=reported.resource,
            actor=reported.actor,
            summary=reported.summary,
            diff=tuple(map(_taken_in, reported.fields())),
            patch=reported.diff if isinstance(reported.diff, str) else None,
            url=reported.url,
        )
        change = model_taken_in(described, prose={"actor", "summary", "patch", "url"})
        self.changes.add(workload_id, change)
        return change

    def recent(self, who: Identity, workload_id: str) -> ChangePage:
        """The last seven days, newest first."""
        visible_workload(self.workloads.get(workload_id), who, workload_id)
        now = self.clock.now()
        window = Window(start=now - _CHANGES_SHOWN, end=now + _CLOCK_SKEW)
        return ChangePage(changes=tuple(reversed(self.changes.within(workload_id, window))))


def _kind(said: str) -> ChangeKind:
    """The kind, if it is one that we know. A team's own word for one is no reason to refuse it."""
    kinds: dict[str, ChangeKind] = {each: each for each in get_args(ChangeKind)}
    return kinds.get(said.lower().replace("_", "-"), "other")


def _taken_in(field: FieldChange) -> FieldChange:
    """Its path gives a secret away as often as its value does."""
    from casebook.redaction import Redactor
    from casebook.redaction.intake import json_taken_in

    redactor = Redactor(of_names=True)
    before = json_taken_in(field.before, redactor, field.path)
    after = json_taken_in(field.after, redactor, field.path)
    return FieldChange(path=field.path, before=before, after=after)
