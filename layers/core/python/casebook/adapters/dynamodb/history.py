"""What happened to workloads: changes and observed configurations."""

from casebook.adapters.dynamodb import keys
from casebook.adapters.dynamodb.table import ConditionFailed, Item, Put, Table
from casebook.domain.change import Change
from casebook.domain.model import Instant, Model, iso
from casebook.domain.window import Window
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
