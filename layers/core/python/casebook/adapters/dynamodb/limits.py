"""Counters with a limit, kept by conditional writes so that callers side by side cannot pass it."""

import math
from datetime import UTC, datetime, timedelta

from casebook.adapters.dynamodb.table import ConditionFailed, Table, Update
from casebook.domain.model import iso
from casebook.errors import LimitReached


def count_up(table: Table, *, what: str, now: datetime, period: timedelta, limit: int) -> None:
    """Count one more of `what` (words for the user) in the period that `now` falls into.

    Raises:
        LimitReached: `limit` have been counted; says when the period ends.
    """
    start, end = _period(now, period)
    try:
        table.write(
            Update(
                (_key(what), iso(start)),
                "SET #ttl = :ttl ADD #count :one",
                "attribute_not_exists(#count) OR #count < :limit",
                {"one": 1, "limit": limit, "ttl": int((end + period).timestamp())},
            )
        )
    except ConditionFailed as error:
        wait = math.ceil((end - now).total_seconds())
        raise LimitReached(
            f"the limit of {limit} {what} in {_words(period)} is used up; it resets at {iso(end)}",
            retry_after_seconds=max(wait, 1),
        ) from error


def counted(table: Table, *, what: str, now: datetime, period: timedelta) -> tuple[int, datetime]:
    """How many were counted in the period that `now` falls into, and when it ends."""
    start, end = _period(now, period)
    item = table.get(_key(what), iso(start))
    return int(item["count"]) if item else 0, end


def _period(now: datetime, length: timedelta) -> tuple[datetime, datetime]:
    """Periods follow each other from 1970 on."""
    seconds = length.total_seconds()
    start = datetime.fromtimestamp(math.floor(now.timestamp() / seconds) * seconds, UTC)
    return start, start + length


def _key(what: str) -> str:
    return f"LIMIT#{what}"


def _words(period: timedelta) -> str:
    return {timedelta(hours=1): "an hour", timedelta(days=1): "a day"}.get(period, str(period))


class DynamoRecheckLimit:
    """How often the evidence of one diagnosis or session may be checked again: each time asks AWS
    something."""

    def __init__(self, table: Table, per_hour: int) -> None:
        self._table = table
        self._per_hour = per_hour

    def count(self, stream: str, now: datetime) -> None:
        count_up(
            self._table,
            what=f"rechecks of {stream}",
            now=now,
            period=timedelta(hours=1),
            limit=self._per_hour,
        )
