"""What became of alarms: which changes of state were handled, and how."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from casebook.adapters.dynamodb.table import ConditionFailed, Delete, Item, Put, Table
from casebook.domain.alarm import Alarm
from casebook.domain.model import iso
from casebook.ports.alarms import AlarmOutcome, HeardAlarm, UnmatchedAlarm, as_heard

_DAY = 86_400
_TEXTS = ("workload_id", "project", "diagnosis_id", "why")


class DynamoAlarmStore:
    def __init__(self, table: Table, keep_days: int) -> None:
        self._table = table
        self._keep = keep_days * _DAY

    def claim(self, alarm: Alarm, now: datetime, until: datetime) -> bool:
        free = "attribute_not_exists(#pk) OR #claimed_until < :now"
        claimed = self._handling(alarm) | {"claimed_until": iso(until)}
        try:
            self._table.write(Put(claimed, free, {"now": iso(now)}))
        except ConditionFailed:
            return False
        return True

    def release(self, alarm: Alarm) -> None:
        item = self._handling(alarm)
        key = (str(item["pk"]), str(item["sk"]))
        with suppress(ConditionFailed):  # it was handled after all
            self._table.write(Delete(key, "attribute_exists(#claimed_until)"))

    def mark_handled(self, alarm: Alarm) -> None:
        self._table.write(Put(self._handling(alarm)))

    def _handling(self, alarm: Alarm) -> Item:
        return {
            "pk": f"ALARM#{alarm.name}",
            "sk": f"HANDLED#{iso(alarm.changed_at)}",
            "ttl": int(alarm.changed_at.timestamp()) + self._keep,
        }

    def keep_unmatched(self, unmatched: UnmatchedAlarm) -> None:
        at = iso(unmatched.received_at)
        item: Item = {
            "pk": f"ALARM#{unmatched.alarm.name}",
            "sk": f"UNMATCHED#{at}",
            "gsi1pk": "UNMATCHED",
            "gsi1sk": f"{at}#{unmatched.alarm.name}",
            "alarm": unmatched.alarm.to_json(),
            "received_at": at,
            "why": unmatched.why,
            "ttl": int(unmatched.received_at.timestamp()) + self._keep,
        }
        self._table.write(Put(item))

    def unmatched(self, limit: int) -> list[UnmatchedAlarm]:
        return [_unmatched(item) for item in self._newest("UNMATCHED", limit)]

    def hear(self, heard: HeardAlarm) -> None:
        item: Item = {
            "pk": f"ALARM#{heard.name}",
            "sk": _heard_key(heard.changed_at, heard.workload_id),
            "gsi1pk": f"ALARMS#{heard.project}",
            "gsi1sk": heard.place,
            "name": heard.name,
            "changed_at": iso(heard.changed_at),
            "reason": heard.reason,
            "at": iso(heard.at),
            "outcome": heard.outcome.value,
            "ttl": int(heard.at.timestamp()) + self._keep,
        }
        item |= {name: value for name in _TEXTS if (value := getattr(heard, name)) is not None}
        self._table.write(Put(item))

    def bound_for(self, alarm: Alarm, workload_id: str) -> str | None:
        item = self._table.get(f"ALARM#{alarm.name}", _heard_key(alarm.changed_at, workload_id))
        return str(item["diagnosis_id"]) if item and "diagnosis_id" in item else None

    def heard(
        self, projects: Iterable[str], limit: int, before: str | None = None
    ) -> list[HeardAlarm]:
        lists = [map(_heard, self._newest(f"ALARMS#{name}", limit, before)) for name in projects]
        unmatched = map(_unmatched, self._newest("UNMATCHED", limit, before))
        newest = merge(
            map(as_heard, unmatched), *lists, key=lambda heard: heard.place, reverse=True
        )
        return list(islice(newest, limit))

    def _newest(self, partition: str, limit: int, before: str | None = None) -> Iterator[Item]:
        return self._table.query(
            "#gsi1pk = :list AND #gsi1sk < :before",
            {"list": partition, "before": before or "~"},
            index=True,
            newest_first=True,
            limit=limit,
        )


def _heard_key(changed_at: datetime, workload_id: str | None) -> str:
    return f"HEARD#{iso(changed_at)}#{workload_id}"


def _unmatched(item: Item) -> UnmatchedAlarm:
    return UnmatchedAlarm(
        alarm=Alarm.model_validate_json(str(item["alarm"])),
        received_at=datetime.fromisoformat(str(item["received_at"])),
        why=str(item["why"]),
    )


def _heard(item: Item) -> HeardAlarm:
    texts: dict[str, Any] = {name: str(item[name]) for name in _TEXTS if name in item}
    return HeardAlarm(
        name=str(item["name"]),
        changed_at=datetime.fromisoformat(str(item["changed_at"])),
        reason=str(item["reason"]),
        at=datetime.fromisoformat(str(item["at"])),
        outcome=AlarmOutcome(str(item["outcome"])),
        **texts,
    )
