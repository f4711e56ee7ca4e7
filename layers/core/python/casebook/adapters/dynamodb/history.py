"""What happened to workloads: changes, observed configurations, alarms that nobody claims."""

from datetime import datetime

from casebook.adapters.dynamodb import keys
from casebook.adapters.dynamodb.table import ConditionFailed, Item, Put, Table
from casebook.domain.alarm import Alarm
from casebook.domain.change import Change
from casebook.domain.model import Instant, Model, iso
from casebook.domain.window import Window
from casebook.ports.alarms import UnmatchedAlarm
from casebook.ports.changes import Observation

_DAY = 86_400


class DynamoChangeStore:
    def __init__(self, table: Table, keep_days: int) -> None:
        self._table = table
        self._keep = keep_days * _DAY

    def add(self, workload_id: str, change: Change) -> None:
        item: Item = {
            "pk": keys.workload(workload_id),
            "sk": f"CHANGE#{iso(change.at)}#{change.change_id}",
            "change": change.to_json(),
            "ttl": int(change.at.timestamp()) + self._keep,
        }
        self._table.write(Put(item))

    def within(self, workload_id: str, window: Window) -> list[Change]:
        found = self._table.query(
            "#pk = :pk AND #sk BETWEEN :first AND :last",
            {
                "pk": keys.workload(workload_id),
                "first": f"CHANGE#{iso(window.start)}",
                "last": f"CHANGE#{iso(window.end)}#~",
            },
        )
        return [Change.model_validate_json(str(item["change"])) for item in found]


class _Observed(Model):
    """An observation as it is stored: without its health, which is old at the next look."""

    at: Instant
    settings: dict[str, str | int | float | bool | None]
    edition: int = 1


class DynamoObservationStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def latest(self, workload_id: str) -> dict[str, Observation]:
        found = self._table.query(
            "#pk = :pk AND begins_with(#sk, :observed)",
            {"pk": keys.workload(workload_id), "observed": "OBSERVED#"},
        )
        return {each.resource: each for each in map(_observation, found)}

    def keep(self, workload_id: str, observation: Observation) -> None:
        stored = _Observed(
            at=observation.at, settings=dict(observation.settings), edition=observation.edition
        )
        item: Item = {
            "pk": keys.workload(workload_id),
            "sk": f"OBSERVED#{observation.resource}",
            "observed": stored.to_json(),
            "at": iso(observation.at),
        }
        newer = "attribute_not_exists(#at) OR #at <= :seen"
        try:
            self._table.write(Put(item, newer, {"seen": iso(observation.at)}))
        except ConditionFailed:
            return  # somebody looked later than this, and has been here already


def _observation(item: Item) -> Observation:
    stored = _Observed.model_validate_json(str(item["observed"]))
    return Observation(
        str(item["sk"]).partition("#")[2], stored.at, stored.settings, edition=stored.edition
    )


class DynamoAlarmStore:
    def __init__(self, table: Table, keep_days: int) -> None:
        self._table = table
        self._keep = keep_days * _DAY

    def was_handled(self, alarm: Alarm) -> bool:
        return (
            self._table.get(f"ALARM#{alarm.name}", f"HANDLED#{iso(alarm.changed_at)}") is not None
        )

    def mark_handled(self, alarm: Alarm) -> None:
        item: Item = {
            "pk": f"ALARM#{alarm.name}",
            "sk": f"HANDLED#{iso(alarm.changed_at)}",
            "ttl": int(alarm.changed_at.timestamp()) + self._keep,
        }
        self._table.write(Put(item))

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
        found = self._table.query(
            "#gsi1pk = :unmatched",
            {"unmatched": "UNMATCHED"},
            index=True,
            newest_first=True,
            limit=limit,
        )
        return [_unmatched(item) for item in found]


def _unmatched(item: Item) -> UnmatchedAlarm:
    return UnmatchedAlarm(
        alarm=Alarm.model_validate_json(str(item["alarm"])),
        received_at=datetime.fromisoformat(str(item["received_at"])),
        why=str(item["why"]),
    )
