"""The event log in DynamoDB: one item an event, numbered by conditional puts."""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta

from casebook.adapters.dynamodb import keys
from casebook.adapters.dynamodb.table import ConditionFailed, Item, Put, Table, TransactionRefused
from casebook.domain.events.event import Draft, Event
from casebook.domain.model import iso
from casebook.ports.clock import Clock
from casebook.ports.event_log import SequenceTaken

_ABSENT = "attribute_not_exists(#pk)"


class DynamoEventLog:
    """`keep_days` and `delta_days` are how long events and durable text pieces live (TTL)."""

    def __init__(self, table: Table, clock: Clock, keep_days: int, delta_days: int) -> None:
        self._table = table
        self._clock = clock
        self._keep = timedelta(days=keep_days)
        self._keep_delta = timedelta(days=delta_days)

    def append(self, stream: str, after: int, drafts: Sequence[Draft]) -> list[Event]:
        puts, events = self.prepare(stream, after, drafts)
        if len(puts) == 1:
            self._put(puts[0])
        else:
            self._transact(puts)
        return events

    def prepare(
        self, stream: str, after: int, drafts: Sequence[Draft]
    ) -> tuple[list[Put], list[Event]]:
        """The writes that would append the drafts, for a store that adds its own to them."""
        now = self._clock.now()
        events = [
            Event.of(draft, stream, after + place, now) for place, draft in enumerate(drafts, 1)
        ]
        return [Put(self.item(event, now), _ABSENT) for event in events], events

    def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Event]:
        found = self._table.query(
            "#pk = :pk AND #sk BETWEEN :first AND :last",
            {"pk": keys.stream(stream), "first": keys.event(after + 1), "last": "EVENT#~"},
            limit=limit,
        )
        return [_event(stream, item) for item in found]

    def read_back(self, stream: str, before: int | None, limit: int) -> list[Event]:
        last = "EVENT#~" if before is None else keys.event(before - 1)
        found = self._table.query(
            "#pk = :pk AND #sk BETWEEN :first AND :last",
            {"pk": keys.stream(stream), "first": keys.event(0), "last": last},
            newest_first=True,
            limit=limit,
        )
        return [_event(stream, item) for item in found]

    def put_snapshot(self, stream: str, seq: int, state: str) -> None:
        # Much evidence comes near to DynamoDB's 400 KB an item; packed it does not.
        packed = b64encode(zlib.compress(state.encode())).decode()
        item: Item = {"pk": keys.stream(stream), "sk": keys.snapshot(seq), "state": packed}
        self._table.write(Put(item | {"ttl": self._expiry(self._clock.now() + self._keep)}))

    def snapshot(self, stream: str, at: int | None = None) -> tuple[int, str] | None:
        last = keys.snapshot(at) if at is not None else "SNAPSHOT#~"
        found = self._table.query(
            "#pk = :pk AND #sk BETWEEN :first AND :last",
            {"pk": keys.stream(stream), "first": keys.snapshot(0), "last": last},
            newest_first=True,
            limit=1,
        )
        newest = next(found, None)
        if newest is None:
            return None
        state = zlib.decompress(b64decode(str(newest["state"]))).decode()
        return int(str(newest["sk"]).partition("#")[2]), state

    def _put(self, put: Put) -> None:
        try:
            self._table.write(put)
        except ConditionFailed as error:
            raise SequenceTaken(str(put.item["sk"])) from error

    def _transact(self, puts: Sequence[Put]) -> None:
        try:
            self._table.transact(*puts)
        except TransactionRefused as error:
            raise SequenceTaken(str(puts[0].item["sk"])) from error

    def item(self, event: Event, since: datetime) -> Item:
        """The event as it is kept; it lives from `since` on, however long ago it happened."""
        keep = self._keep_delta if event.type == "content-delta" else self._keep
        item: Item = {
            "pk": keys.stream(event.stream),
            "sk": keys.event(event.seq),
            "type": event.type,
            "at": iso(event.at),
            "actor": event.actor,
            "data": event.data,
            "ttl": self._expiry(since + keep),
        }
        return item if event.parent is None else item | {"parent": event.parent}

    @staticmethod
    def _expiry(moment: datetime) -> int:
        return int(moment.timestamp())


def _event(stream: str, item: Item) -> Event:
    parent = item.get("parent")
    return Event(
        stream=stream,
        seq=int(str(item["sk"]).partition("#")[2]),
        type=str(item["type"]),
        at=datetime.fromisoformat(str(item["at"])),
        actor=str(item["actor"]),
        parent=int(parent) if parent is not None else None,
        data=str(item["data"]),
    )
