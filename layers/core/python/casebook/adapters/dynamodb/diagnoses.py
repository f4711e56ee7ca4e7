"""Diagnosis headers in DynamoDB, and the one open diagnosis of a workload."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from heapq import merge
from typing import Any

from casebook.adapters.dynamodb import keys
from casebook.adapters.dynamodb.event_log import DynamoEventLog
from casebook.adapters.dynamodb.limits import count_up
from casebook.adapters.dynamodb.queue import QueueItems
from casebook.adapters.dynamodb.table import (
    PROJECT_INDEX,
    ConditionFailed,
    Delete,
    Item,
    Put,
    Table,
    TransactionRefused,
    Update,
    Write,
)
from casebook.domain import ids
from casebook.domain.diagnosis_queue import Caps, DiagnosisQueue, Entry
from casebook.domain.events.event import Draft
from casebook.domain.model import iso
from casebook.ports.diagnoses import DiagnosisFilter, DiagnosisHeader, Opened

_COUNTS = ("useful", "wrong")
_TEXTS = ("alarm", "verdict", "summary", "resource", "category", "rerun_of")


class DynamoDiagnosisStore:
    """`OPEN` under the workload names its open diagnosis; taking it is what opens a diagnosis."""

    def __init__(
        self,
        table: Table,
        log: DynamoEventLog,
        keep_days: int,
        per_day: int,
        longest_seconds: int,
        caps: Caps,
    ) -> None:
        self._table = table
        self._log = log
        self._keep = timedelta(days=keep_days)
        self._per_day = per_day
        self._longest = timedelta(seconds=longest_seconds)
        self._queue = QueueItems(table, caps)

    def open(self, header: DiagnosisHeader, first: Draft) -> Opened:
        if joined := self._joined(header):
            return joined
        count_up(
            self._table,
            what=f"diagnoses of {header.workload_id}",
            now=header.started_at,
            period=timedelta(days=1),
            limit=self._per_day,
        )
        if self.queue().admits(header.entry):
            try:
                return self._open(header, first, self._queue.enter(header.entry))
            except TransactionRefused:
                if joined := self._joined(header):
                    return joined  # else others took the last place
        try:
            return self._open(
                header._replace(is_queued=True), first, self._queue.wait(header.entry)
            )
        except TransactionRefused:
            if joined := self._joined(header):
                return joined
            raise

    def _open(self, header: DiagnosisHeader, first: Draft, queued: Write) -> Opened:
        """Raises TransactionRefused: the workload has an open one, or there is no place."""
        puts, events = self._log.prepare(header.diagnosis_id, 0, [first])
        # A diagnosis that died without a word must not lock its workload for ever. One that waits
        # does not die, and the time until it begins is not known.
        lasts = self._keep if header.is_queued else 2 * self._longest
        mark: Item = {
            "pk": keys.workload(header.workload_id),
            "sk": "OPEN",
            "diagnosis": header.diagnosis_id,
            "until": iso(header.started_at + lasts),
        }
        free = "attribute_not_exists(#pk) OR #until < :now"
        now: Item = {"now": iso(header.started_at)}
        self._table.transact(Put(mark, free, now), Put(self._item(header)), queued, *puts)
        return Opened(header.diagnosis_id, events[0], header.is_queued)

    def _joined(self, header: DiagnosisHeader) -> Opened | None:
        """The diagnosis that the workload has open."""
        open_id = self._open_id(header.workload_id, header.started_at)
        if open_id is None:
            return None
        open_one = self.header(open_id)
        return Opened(open_id, None, open_one is not None and open_one.is_queued)

    def queue(self) -> DiagnosisQueue:
        return self._queue.read()

    def begin(self, entry: Entry) -> bool:
        head = (keys.stream(entry.diagnosis_id), "HEAD")
        try:
            self._table.transact(
                self._queue.stop_waiting(entry, "attribute_exists(#pk)"),
                self._queue.enter(entry),
                Update(head, "REMOVE #queued", "attribute_exists(#queued)"),
            )
        except TransactionRefused:
            return False
        return True

    def leave(self, entry: Entry) -> None:
        # In this order: what waits no more is given no place.
        self._table.write(self._queue.stop_waiting(entry))
        self._table.write(self._queue.leave(entry))

    def header(self, diagnosis_id: str) -> DiagnosisHeader | None:
        if ids.kind_of(diagnosis_id) != ids.DIAGNOSIS:
            return None  # sessions have a header in the same place
        item = self._table.get(keys.stream(diagnosis_id), "HEAD")
        # A session has a header under its id too.
        return _header(item) if item and "status" in item else None

    def of_workload(
        self, workload_id: str, limit: int, before: str | None = None
    ) -> list[DiagnosisHeader]:
        found = self._table.query(
            "#gsi1pk = :owner AND #gsi1sk < :before",
            {"owner": f"DIAGNOSES#{workload_id}", "before": before or "~"},
            index=True,
            newest_first=True,
            limit=limit,
        )
        return [_header(item) for item in found]

    def listed(
        self, wanted: DiagnosisFilter, limit: int, before: str | None = None
    ) -> list[DiagnosisHeader]:
        found: dict[str, DiagnosisHeader] = {}
        lists = self._lists(wanted, limit, before or "~")
        for item in merge(*lists, key=lambda item: str(item["gsi1sk"]), reverse=True):
            header = _header(item)
            if header.project in wanted.projects:
                # One that ends at this moment may be met as open and as ended.
                found.setdefault(header.diagnosis_id, header)
            if len(found) == limit:
                break
        return list(found.values())

    def _lists(self, wanted: DiagnosisFilter, limit: int, before: str) -> Iterator[Iterator[Item]]:
        """The partitions of the indexes that together hold what is wanted, newest first."""
        if wanted.workload_id and wanted.status != "open":
            conditions, values = _conditions(verdict=wanted.verdict)
            if wanted.status == "ended":
                conditions.append("attribute_exists(#ended_at)")
            yield self._table.query(
                "#gsi1pk = :list AND #gsi1sk < :before",
                {"list": f"DIAGNOSES#{wanted.workload_id}", "before": before, **values},
                index=True,
                newest_first=True,
                limit=limit,
                filter=" AND ".join(conditions),
            )
            return
        conditions, values = _conditions(verdict=wanted.verdict, workload=wanted.workload_id)
        for project in wanted.projects:
            for status in (wanted.status,) if wanted.status else ("open", "ended"):
                partition = keys.diagnoses_of(project, status)
                yield self._table.query(
                    "#gsi2pk = :list AND #gsi2sk < :before",
                    {"list": partition, "before": before, **values},
                    index=True,
                    index_name=PROJECT_INDEX,
                    newest_first=True,
                    limit=limit,
                    filter=" AND ".join(conditions),
                )

    def update(self, header: DiagnosisHeader) -> None:
        if header.ended_at is None:
            self._update_open(header)
            return
        mark = (keys.workload(header.workload_id), "OPEN")
        # First, so that a header that tells of an end stands for both.
        with suppress(ConditionFailed):  # a later diagnosis has taken the place
            self._table.write(Delete(mark, "#diagnosis = :id", {"id": header.diagnosis_id}))
        self._table.write(Put(self._item(header)))
        # Last, for one that has ended is not begun. Whoever dies here leaves it to the sweeper.
        if header.is_queued:
            self._table.write(self._queue.stop_waiting(header.entry))
        self._table.write(self._queue.leave(header.entry))

    def _update_open(self, header: DiagnosisHeader) -> None:
        try:
            self._table.write(Put(self._item(header), "attribute_not_exists(#ended_at)"))
        except ConditionFailed:
            return  # it ended in the meantime, and that stands

    def hold(self, diagnosis_id: str, token: str) -> None:
        self._table.write(Put({"pk": keys.stream(diagnosis_id), "sk": "GATE", "token": token}))

    def release(self, diagnosis_id: str) -> str | None:
        old = self._table.write(Delete((keys.stream(diagnosis_id), "GATE")))
        return str(old["token"]) if old else None

    def _open_id(self, workload_id: str, now: datetime) -> str | None:
        mark = self._table.get(keys.workload(workload_id), "OPEN")
        return str(mark["diagnosis"]) if mark and str(mark["until"]) >= iso(now) else None

    def _item(self, header: DiagnosisHeader) -> Item:
        item: Item = {
            "pk": keys.stream(header.diagnosis_id),
            "sk": "HEAD",
            "gsi1pk": f"DIAGNOSES#{header.workload_id}",
            "gsi1sk": header.diagnosis_id,
            "gsi2pk": keys.diagnoses_of(header.project, "ended" if header.ended_at else "open"),
            "gsi2sk": header.diagnosis_id,
            "workload": header.workload_id,
            "project": header.project,
            "status": header.status,
            "started_at": iso(header.started_at),
            "ttl": int((header.started_at + self._keep).timestamp()),
        }
        item |= {name: value for name in _TEXTS if (value := getattr(header, name)) is not None}
        item |= {name: count for name in _COUNTS if (count := getattr(header, name))}
        if header.confidence is not None:
            item["confidence"] = header.confidence
        if header.is_queued and header.ended_at is None:
            item["queued"] = True
        if header.ended_at is not None:
            item["ended_at"] = iso(header.ended_at)
        return item


def _conditions(**wanted: str | None) -> tuple[list[str], Item]:
    """A filter's conditions for the attributes that have a wanted value, and those values."""
    values: Item = {name: value for name, value in wanted.items() if value is not None}
    return [f"#{name} = :{name}" for name in values], values


def _header(item: Item) -> DiagnosisHeader:
    given: dict[str, Any] = {name: str(item[name]) for name in _TEXTS if name in item}
    given |= {name: int(item.get(name, 0)) for name in _COUNTS}
    ended = item.get("ended_at")
    confidence = item.get("confidence")
    return DiagnosisHeader(
        diagnosis_id=str(item["pk"]).partition("#")[2],
        workload_id=str(item["workload"]),
        project=str(item["project"]),
        status=str(item["status"]),
        started_at=datetime.fromisoformat(str(item["started_at"])),
        ended_at=datetime.fromisoformat(str(ended)) if ended else None,
        confidence=float(confidence) if confidence is not None else None,
        is_queued=bool(item.get("queued", False)),
        **given,
    )
