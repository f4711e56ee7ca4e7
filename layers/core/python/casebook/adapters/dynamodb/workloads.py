"""Workloads in DynamoDB, with an index from alarms and resources to the workloads they concern."""

from collections.abc import Iterable, Iterator
from itertools import islice

from casebook.adapters.dynamodb import keys
from casebook.adapters.dynamodb.table import Delete, Item, Put, Table, TransactionRefused
from casebook.domain.alarm import Alarm
from casebook.domain.workload import Workload
from casebook.errors import AlreadyExists
from casebook.ports.workloads import nearest_of_each_project, place_of

_ALL = "WORKLOADS"
_LAST = "\U0010ffff"  # sorts behind every other character


class DynamoWorkloadStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, workload: Workload) -> None:
        # Watches first and unwatching last: one of a workload that there is not is met by nobody,
        # and a workload without its watches would be deaf.
        self._watch(_watched(workload), workload.workload_id)
        try:
            self._table.transact(
                Put(_name_item(workload), "attribute_not_exists(#pk)"), Put(_item(workload))
            )
        except TransactionRefused as error:
            self._unwatch(_watched(workload), workload.workload_id)
            raise _taken(workload) from error

    def get(self, workload_id: str) -> Workload | None:
        item = self._table.get(keys.workload(workload_id), "SELF")
        return _workload(item) if item else None

    def of_projects(
        self, projects: Iterable[str], limit: int | None = None, after: str = ""
    ) -> list[Workload]:
        found = (
            item
            for first in sorted(f"{project}#" for project in set(projects))
            for item in self._behind(max(first, f"{after} "), f"{first}~", limit)
        )
        return [_workload(item) for item in islice(found, limit)]

    def all(self) -> Iterator[Workload]:
        return map(_workload, self._behind(" ", _LAST, None))

    def replace(self, workload: Workload) -> None:
        before = self.get(workload.workload_id)
        # All of them, so that what an earlier writer did not come to is made good.
        self._watch(_watched(workload), workload.workload_id)
        if before is None or (before.name, before.project) == (workload.name, workload.project):
            self._table.write(Put(_item(workload)))
        else:
            self._rename(before, workload)
        if before is None:
            return
        self._unwatch(_watched(before) - _watched(workload), workload.workload_id)

    def _rename(self, before: Workload, workload: Workload) -> None:
        try:
            self._table.transact(
                Put(_name_item(workload), "attribute_not_exists(#pk)"),
                Delete((str(_name_item(before)["pk"]), "SELF")),
                Put(_item(workload)),
            )
        except TransactionRefused as error:
            raise _taken(workload) from error

    def remove(self, workload: Workload) -> None:
        self._table.transact(
            Delete((keys.workload(workload.workload_id), "SELF")),
            Delete((str(_name_item(workload)["pk"]), "SELF")),
        )
        self._unwatch(_watched(workload), workload.workload_id)

    def matching(self, alarm: Alarm) -> list[Workload]:
        return nearest_of_each_project(
            [workload for what in sought for workload in self._watching(what)]
            for sought in (
                [f"alarm:{alarm.name}"],
                [f"name:{value}" for value in alarm.dimension_values],
                [f"alarm:{name}" for name in alarm.children],
            )
        )

    def _watching(self, what: str) -> list[Workload]:
        rows = self._table.query("#pk = :pk", {"pk": f"WATCH#{what}"})
        found = (self.get(str(row["sk"])) for row in rows)
        # A row may be left of a writer that went no further.
        return [each for each in found if each is not None and what in _watched(each)]

    def _behind(self, first: str, last: str, limit: int | None) -> Iterator[Item]:
        if first > last:
            return iter(())
        return self._table.query(
            "#gsi1pk = :all AND #gsi1sk BETWEEN :first AND :last",
            {"all": _ALL, "first": first, "last": last},
            index=True,
            limit=limit,
        )

    def _watch(self, names: Iterable[str], workload_id: str) -> None:
        for name in sorted(names):
            self._table.write(Put({"pk": f"WATCH#{name}", "sk": workload_id}))

    def _unwatch(self, names: Iterable[str], workload_id: str) -> None:
        for name in sorted(names):
            self._table.write(Delete((f"WATCH#{name}", workload_id)))


def _taken(workload: Workload) -> AlreadyExists:
    return AlreadyExists(
        f"project {workload.project!r} already has a workload named {workload.name!r}; "
        "change that one with PUT, or choose another name"
    )


def _watched(workload: Workload) -> set[str]:
    """What an alarm may name to concern this workload: itself, or a dimension's value."""
    dimensions = (
        value
        for resource in workload.resources
        for metric in resource.metrics
        for value in metric.dimensions.values()
    )
    names = {f"name:{each.name}" for each in workload.resources} | {f"name:{v}" for v in dimensions}
    return names | {f"alarm:{name}" for name in workload.alarms}


def _item(workload: Workload) -> Item:
    return {
        "pk": keys.workload(workload.workload_id),
        "sk": "SELF",
        "gsi1pk": _ALL,
        "gsi1sk": place_of(workload),
        "workload": workload.to_json(),
    }


def _name_item(workload: Workload) -> Item:
    return {
        "pk": f"NAME#{workload.project}#{workload.name}",
        "sk": "SELF",
        "workload": workload.workload_id,
    }


def _workload(item: Item) -> Workload:
    return Workload.model_validate_json(str(item["workload"]))
