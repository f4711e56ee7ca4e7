"""Connections and the wire to them, in memory."""

import json
from collections import defaultdict
from datetime import datetime
from typing import Any

from casebook.ports.clock import Clock
from casebook.ports.connections import Identity, Subscriber

_Followers = dict[str, tuple[Subscriber, datetime]]


class MemoryConnectionStore:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tickets: dict[str, tuple[Identity, datetime]] = {}
        self._connections: dict[str, tuple[Identity, datetime]] = {}
        self._followers: defaultdict[str, _Followers] = defaultdict(dict)

    def issue_ticket(self, ticket_digest: str, identity: Identity, expires_at: datetime) -> None:
        self._tickets[ticket_digest] = (identity, expires_at)

    def redeem_ticket(self, ticket_digest: str, now: datetime) -> Identity | None:
        identity, expires_at = self._tickets.pop(ticket_digest, (None, now))
        return identity if expires_at > now else None

    def connect(self, connection_id: str, identity: Identity, expires_at: datetime) -> None:
        self._connections[connection_id] = identity, expires_at

    def identity(self, connection_id: str) -> Identity | None:
        now = self._clock.now()
        identity, expires_at = self._connections.get(connection_id, (None, now))
        return identity if expires_at > now else None

    def subscribe(
        self,
        connection_id: str,
        stream: str,
        expires_at: datetime,
        types: frozenset[str] = frozenset(),
    ) -> None:
        self._followers[stream][connection_id] = Subscriber(connection_id, types), expires_at

    def unsubscribe(self, connection_id: str, stream: str) -> None:
        self._followers[stream].pop(connection_id, None)

    def subscribers(self, stream: str) -> list[Subscriber]:
        now = self._clock.now()
        return [each for each, expires_at in self._followers[stream].values() if expires_at > now]

    def disconnect(self, connection_id: str) -> None:
        self._connections.pop(connection_id, None)
        for followers in self._followers.values():
            followers.pop(connection_id, None)


class FakeWire:
    """Keeps what was posted to each connection; connections in `gone` answer 410."""

    def __init__(self) -> None:
        self.posted: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.gone: set[str] = set()

    def __call__(self, connection_id: str, body: bytes) -> bool:
        if connection_id in self.gone:
            return False
        self.posted[connection_id].append(json.loads(body))
        return True


class SilentFrames:
    """Nobody follows."""

    def push(self, stream: str, frames: Any, *, fresh: bool = False) -> None:
        return None
