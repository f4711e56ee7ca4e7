"""Workloads, changes and alarms in memory."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from casebook.domain.alarm import Alarm
from casebook.domain.workload import Workload
from casebook.errors import AlreadyExists
from casebook.ports.alarms import HeardAlarm, UnmatchedAlarm, as_heard
from casebook.ports.workloads import nearest_of_each_project, place_of


class MemoryWorkloadStore:
    def __init__(self, *workloads: Workload) -> None:
        self._workloads = {each.workload_id: each for each in workloads}

    def add(self, workload: Workload) -> None:
        self.replace(workload)

    def get(self, workload_id: str) -> Workload | None:
        return self._workloads.get(workload_id)

    def of_projects(
        self, projects: Iterable[str], limit: int | None = None, after: str = ""
    ) -> list[Workload]:
        wanted = set(projects)
        found = [each for each in self._workloads.values() if each.project in wanted]
        return sorted((each for each in found if place_of(each) > after), key=place_of)[:limit]

    def all(self) -> Iterator[Workload]:
        return iter(list(self._workloads.values()))

    def replace(self, workload: Workload) -> None:
        others = (e for e in self._workloads.values() if e.workload_id != workload.workload_id)
        if (workload.project, workload.name) in {(e.project, e.name) for e in others}:
            raise AlreadyExists("the name is taken")
        self._workloads[workload.workload_id] = workload

    def remove(self, workload: Workload) -> None:
        del self._workloads[workload.workload_id]

    def matching(self, alarm: Alarm) -> list[Workload]:
        everything = self._workloads.values()
        values, children = set(alarm.dimension_values), set(alarm.children)
        return nearest_of_each_project(
            (
                [each for each in everything if alarm.name in each.alarms],
                [each for each in everything if values & _names(each)],
                [each for each in everything if children & set(each.alarms)],
            )
        )


class MemoryAlarmStore:
    def __init__(self) -> None:
        self._handled: dict[tuple[str, str], datetime | None] = {}
        self._unmatched: list[UnmatchedAlarm] = []
        self._heard: dict[tuple[str, str, str | None], HeardAlarm] = {}

    def claim(self, alarm: Alarm, now: datetime, until: datetime) -> bool:
        claimed_until = self._handled.get(_change(alarm), now - timedelta(seconds=1))
        if claimed_until is None or claimed_until >= now:
            return False
        self._handled[_change(alarm)] = until
        return True

    def release(self, alarm: Alarm) -> None:
        if self._handled.get(_change(alarm)) is not None:
            del self._handled[_change(alarm)]

    def mark_handled(self, alarm: Alarm) -> None:
        self._handled[_change(alarm)] = None

    def keep_unmatched(self, unmatched: UnmatchedAlarm) -> None:
        self._unmatched.insert(0, unmatched)

    def unmatched(self, limit: int) -> list[UnmatchedAlarm]:
        return self._unmatched[:limit]

    def hear(self, heard: HeardAlarm) -> None:
        self._heard[heard.name, heard.changed_at.isoformat(), heard.workload_id] = heard

    def bound_for(self, alarm: Alarm, workload_id: str) -> str | None:
        heard = self._heard.get((*_change(alarm), workload_id))
        return heard.diagnosis_id if heard else None

    def heard(
        self, projects: Iterable[str], limit: int, before: str | None = None
    ) -> list[HeardAlarm]:
        wanted = set(projects)
        found = [heard for heard in self._heard.values() if heard.project in wanted]
        found += map(as_heard, self._unmatched)
        found = [heard for heard in found if before is None or heard.place < before]
        return sorted(found, key=lambda heard: heard.place, reverse=True)[:limit]


def _names(workload: Workload) -> set[str]:
    dimensions = {
        value
        for resource in workload.resources
        for metric in resource.metrics
        for value in metric.dimensions.values()
    }
    return dimensions | {each.name for each in workload.resources}


def _change(alarm: Alarm) -> tuple[str, str]:
    return alarm.name, alarm.changed_at.isoformat()
