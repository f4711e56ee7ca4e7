"""The circuit breakers of model providers (`models/breaker.py`), in rows that functions share."""

from contextlib import suppress

from casebook.adapters.dynamodb.table import ConditionFailed, Delete, Key, Table, Update
from casebook.models.breaker import BreakerState
from casebook.models.port import ModelName

# DynamoDB removes a row some time after it has no meaning any more.
_KEPT_SECONDS = 3600


class DynamoBreakerStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, name: ModelName) -> BreakerState:
        item = self._table.get(*_state(name), consistent=False)
        if item is None or "open_until" not in item:
            return BreakerState()
        return BreakerState(float(item["open_until"]), str(item.get("reason", "")))

    def count_failure(self, name: ModelName, now: float, window: float) -> int:
        start = int(now // window * window)
        counted = self._table.write(
            Update(
                (f"BREAKER#{name}", f"FAILURES#{start}"),
                "SET #ttl = :ttl ADD #count :one",
                values={"one": 1, "ttl": int(now) + _KEPT_SECONDS},
            )
        )
        return int(counted["count"])

    def open(self, name: ModelName, until: float, reason: str) -> None:
        with suppress(ConditionFailed):  # somebody else knows of a longer time
            self._table.write(
                Update(
                    _state(name),
                    "SET #open_until = :until, #reason = :reason, #ttl = :ttl REMOVE #probe_until",
                    "attribute_not_exists(#open_until) OR #open_until < :until",
                    {"until": until, "reason": reason, "ttl": int(until) + _KEPT_SECONDS},
                )
            )

    def take_probe(self, name: ModelName, now: float, until: float) -> bool:
        try:
            self._table.write(
                Update(
                    _state(name),
                    "SET #probe_until = :until",
                    "#open_until <= :now AND "
                    "(attribute_not_exists(#probe_until) OR #probe_until <= :now)",
                    {"now": now, "until": until},
                )
            )
        except ConditionFailed as otherwise:
            return not otherwise.found  # no row: it was closed meanwhile
        return True

    def close(self, name: ModelName) -> None:
        self._table.write(Delete(_state(name)))


def _state(name: ModelName) -> Key:
    return f"BREAKER#{name}", "STATE"
