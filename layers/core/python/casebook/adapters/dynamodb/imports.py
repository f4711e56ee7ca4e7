"""Imported sessions in DynamoDB.

| pk | sk | what |
|---|---|---|
| IMPORT#<batch> | <session> | one session that the batch brought, and the digest of its events |

The session itself is what every session is (a header and events under STREAM#<id>), each item with
the batch's name in `batch`. The header is written last and removed first: without it nobody reads
the session.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from casebook.adapters.dynamodb import keys
from casebook.adapters.dynamodb.event_log import DynamoEventLog
from casebook.adapters.dynamodb.sessions import header_item
from casebook.adapters.dynamodb.table import (
    ConditionFailed,
    Delete,
    Item,
    Put,
    Table,
    TransactionRefused,
    Write,
)
from casebook.errors import Conflict
from casebook.importing.sessions import ImportedSession
from casebook.importing.store import Standing
from casebook.ports.clock import Clock

# A transaction takes 100 actions and 4 MB.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
_ACTIONS = 50
_BYTES = 2_000_000
# TTL deletes within days and in no order; the list must outlive what it lists.
_LIST_LIVES_LONGER = timedelta(days=7)
_OURS = "attribute_not_exists(#pk) OR #batch = :batch"


class DynamoImportStore:
    """What is imported lives for `keep_days` from the import on. Counted from its own times, most
    of it would be gone at once."""

    def __init__(self, table: Table, log: DynamoEventLog, clock: Clock, keep_days: int) -> None:
        self._table = table
        self._log = log
        self._clock = clock
        self._keep = timedelta(days=keep_days)

    def standing(self, batch: str, session: ImportedSession) -> Standing:
        listed = self._table.get(_partition(batch), session.session_id)
        if listed is None:
            return Standing.ABSENT
        if listed["digest"] != session.digest:
            return Standing.DIFFERENT
        whole = self._table.get(keys.stream(session.session_id), "HEAD")
        return Standing.KEPT if whole else Standing.PARTIAL

    def keep(self, batch: str, session: ImportedSession) -> None:
        now = self._clock.now()
        self._list(batch, session, now)
        events = [self._log.item(event, now) for event in session.events]
        header = header_item(session.header) | {"ttl": int((now + self._keep).timestamp())}
        mark: Item = {"batch": batch}
        for chunk in _chunks(Put(item | mark, _OURS, mark) for item in [*events, header]):
            self._transact(session.session_id, chunk)

    def sessions(self, batch: str) -> list[str]:
        found = self._table.query("#pk = :pk", {"pk": _partition(batch)})
        return [str(item["sk"]) for item in found]

    def remove(self, batch: str, session_id: str) -> None:
        stream = keys.stream(session_id)
        mark: Item = {"batch": batch}
        found = self._table.query(
            "#pk = :pk", {"pk": stream, "batch": batch}, filter="#batch = :batch"
        )
        ours = sorted((str(item["sk"]) for item in found), key=lambda sk: sk != "HEAD")
        for chunk in _chunks(Delete((stream, sk), _OURS, mark) for sk in ours):
            self._transact(session_id, chunk)
        self._table.write(Delete((_partition(batch), session_id)))

    def _transact(self, session_id: str, writes: Sequence[Write]) -> None:
        try:
            self._table.transact(*writes)
        except TransactionRefused as error:
            raise Conflict(f"somebody else writes to {session_id}: {error}") from error

    def _list(self, batch: str, session: ImportedSession, now: datetime) -> None:
        listed: Item = {
            "pk": _partition(batch),
            "sk": session.session_id,
            "source": session.source_id,
            "digest": session.digest,
            "ttl": int((now + self._keep + _LIST_LIVES_LONGER).timestamp()),
        }
        try:
            self._table.write(Put(listed, "attribute_not_exists(#pk)"))
        except ConditionFailed as error:
            if error.found.get("digest") != session.digest:
                raise Conflict(
                    f"{session.session_id} is being imported with other words"
                ) from error


def _partition(batch: str) -> str:
    return f"IMPORT#{batch}"


def _chunks(writes: Iterable[Write]) -> Iterator[list[Write]]:
    """The writes in their order, in transactions that are not too large."""
    chunk: list[Write] = []
    size = 0
    for write in writes:
        weight = _weight(write)
        if chunk and (len(chunk) == _ACTIONS or size + weight > _BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(write)
        size += weight
    if chunk:
        yield chunk


def _weight(write: Write) -> int:
    if not isinstance(write, Put):
        return 0
    return sum(len(str(value).encode()) for value in write.item.values())
