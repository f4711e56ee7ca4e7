"""WebSocket connections, what they follow, and the one-time tickets that open them."""

from datetime import datetime, timedelta

from casebook.adapters.dynamodb import keys
from casebook.adapters.dynamodb.table import ConditionFailed, Delete, Item, Put, Table
from casebook.domain.model import iso
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity, Subscriber

# TTL deletes late, within days; expiry is always checked against `expires_at` as well.
_TTL_MARGIN = timedelta(hours=1)


class DynamoConnectionStore:
    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def issue_ticket(self, ticket_digest: str, identity: Identity, expires_at: datetime) -> None:
        self._table.write(Put(_item(f"TICKET#{ticket_digest}", "SELF", expires_at, identity)))

    def redeem_ticket(self, ticket_digest: str, now: datetime) -> Identity | None:
        try:
            ticket = self._table.write(
                Delete((f"TICKET#{ticket_digest}", "SELF"), "#expires_at > :now", {"now": iso(now)})
            )
        except ConditionFailed:
            return None
        return Identity.model_validate_json(str(ticket["identity"]))

    def connect(self, connection_id: str, identity: Identity, expires_at: datetime) -> None:
        self._table.write(Put(_item(keys.connection(connection_id), "SELF", expires_at, identity)))

    def identity(self, connection_id: str) -> Identity | None:
        item = self._table.get(keys.connection(connection_id), "SELF")
        if item is None or self._has_expired(item):
            return None
        return Identity.model_validate_json(str(item["identity"]))

    def subscribe(
        self,
        connection_id: str,
        stream: str,
        expires_at: datetime,
        types: frozenset[str] = frozenset(),
    ) -> None:
        """Two rows, one from either side; the one of the connection first, so that a crash between
        them leaves nothing that `disconnect` would not find."""
        connection = keys.connection(connection_id)
        self._table.write(Put(_item(connection, f"FOLLOWS#{stream}", expires_at)))
        follower = _item(keys.stream(stream), f"FOLLOWER#{connection_id}", expires_at)
        chosen: Item = {"types": ",".join(sorted(types))} if types else {}
        self._table.write(Put(follower | chosen))

    def unsubscribe(self, connection_id: str, stream: str) -> None:
        """The stream's row first: should the other one stay, `disconnect` takes it away."""
        self._table.write(Delete((keys.stream(stream), f"FOLLOWER#{connection_id}")))
        self._table.write(Delete((keys.connection(connection_id), f"FOLLOWS#{stream}")))

    def subscribers(self, stream: str) -> list[Subscriber]:
        found = self._table.query(
            "#pk = :pk AND begins_with(#sk, :follower)",
            {"pk": keys.stream(stream), "follower": "FOLLOWER#"},
        )
        return [_subscriber(item) for item in found if not self._has_expired(item)]

    def disconnect(self, connection_id: str) -> None:
        connection = keys.connection(connection_id)
        for row in self._table.query("#pk = :pk", {"pk": connection}):
            kind, _, stream = str(row["sk"]).partition("#")
            if kind == "FOLLOWS":
                self._table.write(Delete((keys.stream(stream), f"FOLLOWER#{connection_id}")))
            self._table.write(Delete((connection, str(row["sk"]))))

    def _has_expired(self, item: Item) -> bool:
        return str(item["expires_at"]) <= iso(self._clock.now())


def _subscriber(item: Item) -> Subscriber:
    types = str(item.get("types", ""))
    chosen = frozenset(types.split(",")) if types else frozenset[str]()
    return Subscriber(str(item["sk"]).partition("#")[2], chosen)


def _item(pk: str, sk: str, expires_at: datetime, identity: Identity | None = None) -> Item:
    item: Item = {
        "pk": pk,
        "sk": sk,
        "expires_at": iso(expires_at),
        "ttl": int((expires_at + _TTL_MARGIN).timestamp()),
    }
    return item if identity is None else item | {"identity": identity.to_json()}
