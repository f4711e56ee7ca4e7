"""Session headers in DynamoDB, and the conditional writes by which a session's writers agree."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from casebook.adapters.dynamodb import keys
from casebook.adapters.dynamodb.event_log import DynamoEventLog
from casebook.adapters.dynamodb.limits import count_up, counted
from casebook.adapters.dynamodb.table import (
    ConditionFailed,
    Delete,
    Item,
    Put,
    Table,
    TransactionRefused,
    Update,
)
from casebook.domain.events.chat import MessageAccepted
from casebook.domain.events.event import Draft, Event
from casebook.domain.model import iso
from casebook.ports.event_log import SequenceTaken
from casebook.ports.sessions import Accepted, SessionHeader, TurnHeld, opening_of

_OPEN = "OPEN_SESSIONS"
_HOUR = timedelta(hours=1)


class DynamoSessionStore:
    """Keeps the header (HEAD) beside the stream's events, and writes both in one transaction."""

    def __init__(self, table: Table, log: DynamoEventLog, keep_days: int, per_hour: int) -> None:
        self._table = table
        self._log = log
        self._keep = timedelta(days=keep_days)
        self._per_hour = per_hour

    def open(self, header: SessionHeader, first: Draft) -> Event:
        count_up(
            self._table,
            what=_started_by(header.user),
            now=header.active_at,
            period=_HOUR,
            limit=self._per_hour,
        )
        puts, events = self._log.prepare(header.session_id, 0, [first])
        ttl = int((header.active_at + self._keep).timestamp())
        listed: Item = {
            "pk": keys.person(header.user, header.workload_id),
            "sk": header.session_id,
            "workload": header.workload_id,
            "ttl": ttl,
            **keys.listed(header.user, header.session_id),
        }
        self._table.transact(Put(header_item(header) | {"ttl": ttl}), Put(listed), *puts)
        return events[0]

    def started_in_hour(self, user: str, now: datetime) -> tuple[int, datetime]:
        return counted(self._table, what=_started_by(user), now=now, period=_HOUR)

    def header(self, session_id: str) -> SessionHeader | None:
        item = self._table.get(keys.stream(session_id), "HEAD")
        # A diagnosis has a header under its id too.
        return _header(item) if item and "user" in item else None

    def last_open(self, workload_id: str, user: str) -> SessionHeader | None:
        listed = self._table.query(
            "#pk = :pk", {"pk": keys.person(user, workload_id)}, newest_first=True, limit=1
        )
        newest = next(listed, None)
        return self.header(str(newest["sk"])) if newest else None

    def of_user(
        self, user: str, limit: int, before: str | None = None, workload_id: str | None = None
    ) -> list[SessionHeader]:
        values: Item = {"mine": keys.sessions_of(user), "before": before or "~"}
        rows = self._table.query(
            "#gsi1pk = :mine AND #gsi1sk < :before",
            values | ({"workload": workload_id} if workload_id else {}),
            index=True,
            newest_first=True,
            filter="#workload = :workload" if workload_id else "",
        )
        found: dict[str, SessionHeader] = {}  # one that ends just now may be listed twice
        for row in rows:
            if header := self._listed(row):
                found.setdefault(header.session_id, header)
            if len(found) == limit:
                break
        return list(found.values())

    def _listed(self, row: Item) -> SessionHeader | None:
        """A session that has ended is listed by its header, an open one by its person's row."""
        return _header(row) if row["sk"] == "HEAD" else self.header(str(row["sk"]))

    def idle_since(self, moment: datetime, limit: int) -> list[SessionHeader]:
        found = self._table.query(
            "#gsi1pk = :open AND #gsi1sk < :moment",
            {"open": _OPEN, "moment": iso(moment)},
            index=True,
            limit=limit,
        )
        return [_header(item) for item in found]

    def stranded(self, moment: datetime, limit: int) -> list[SessionHeader]:
        found = self._table.query(
            "#gsi1pk = :open",
            {"open": _OPEN, "moment": iso(moment)},
            index=True,
            limit=limit,
            filter="attribute_exists(#pending) AND #lease_until < :moment",
        )
        return [_header(item) for item in found]

    def about(self, workload_id: str, limit: int) -> list[SessionHeader]:
        found = self._table.query(
            "#gsi1pk = :open",
            {"open": _OPEN, "workload": workload_id},
            index=True,
            limit=limit,
            filter="#workload = :workload",
        )
        return [_header(item) for item in found]

    def accept(self, header: SessionHeader, draft: Draft, lease_until: datetime) -> Accepted:
        payload = draft.payload
        if not isinstance(payload, MessageAccepted):
            raise TypeError(f"message-accepted is what can be accepted, not {payload.type}")
        puts, (event,) = self._log.prepare(header.session_id, header.seq, [draft])
        repeat: Item = {
            "pk": keys.stream(header.session_id),
            "sk": f"ACCEPTED#{payload.client_message_id}",
            "message": payload.message,
            "seq": event.seq,
            "ttl": int((event.at + self._keep).timestamp()),
        }
        try:
            self._table.transact(
                Put(repeat, "attribute_not_exists(#pk)"),
                _answering(header, payload, event, lease_until),
                *puts,
            )
        except TransactionRefused as error:
            if earlier := self.accepted(header.session_id, payload.client_message_id):
                return earlier
            raise SequenceTaken(header.session_id) from error
        return Accepted(payload.message, event.seq, event)

    def accepted(self, session_id: str, client_message_id: str) -> Accepted | None:
        earlier = self._table.get(keys.stream(session_id), f"ACCEPTED#{client_message_id}")
        if earlier is None:
            return None
        return Accepted(str(earlier["message"]), int(earlier["seq"]), None, duplicate=True)

    def begin_turn(
        self, session_id: str, message_id: str, holder: str, now: datetime, until: datetime
    ) -> SessionHeader | None:
        try:
            item = self._table.write(
                Update(
                    (keys.stream(session_id), "HEAD"),
                    "SET #lease_until = :until, #holder_until = :until, #holder = :holder "
                    "ADD #attempt :one",
                    "#pending = :message AND #ended = :no AND "
                    "(attribute_not_exists(#holder_until) OR #holder_until < :now"
                    " OR #holder = :holder)",
                    {
                        "holder": holder,
                        "until": iso(until),
                        "now": iso(now),
                        "message": message_id,
                        "no": False,
                        "one": 1,
                    },
                )
            )
        except ConditionFailed as error:
            if error.found.get("pending") == message_id and not error.found["ended"]:
                raise TurnHeld(f"{session_id}: another invocation answers {message_id}") from error
            return None
        return _header(item)

    def yield_turn(self, header: SessionHeader) -> None:
        try:
            self._table.write(
                Update(
                    (keys.stream(header.session_id), "HEAD"),
                    "REMOVE #holder_until, #holder",
                    "#pending = :message AND #attempt = :attempt",
                    {"message": header.pending or "", "attempt": header.attempt},
                )
            )
        except ConditionFailed:
            return  # the lease has passed to another attempt, which is what giving it back is for

    def finish_turn(
        self, header: SessionHeader, after: int, drafts: Sequence[Draft]
    ) -> list[Event]:
        puts, events = self._log.prepare(header.session_id, after, drafts)
        release = Update(
            (keys.stream(header.session_id), "HEAD"),
            "SET #seq = :seq, #attempt = :zero, #active_at = :at, #gsi1sk = :at "
            "REMOVE #pending, #lease_until, #holder_until, #holder",
            "#pending = :message AND #attempt = :attempt AND #ended = :no",
            {
                "seq": events[-1].seq,
                "zero": 0,
                "at": iso(events[-1].at),
                "message": header.pending or "",
                "attempt": header.attempt,
                "no": False,
            },
        )
        try:
            self._table.transact(release, *puts)
        except TransactionRefused as error:
            raise SequenceTaken(header.session_id) from error
        return events

    def end(self, header: SessionHeader, after: int, draft: Draft) -> Event:
        puts, (event,) = self._log.prepare(header.session_id, after, [draft])
        close = Update(
            (keys.stream(header.session_id), "HEAD"),
            "SET #ended = :yes, #seq = :seq, #gsi1pk = :gsi1pk, #gsi1sk = :gsi1sk "
            "REMOVE #pending, #lease_until, #holder_until, #holder",
            "#ended = :no",
            {
                "yes": True,
                "no": False,
                "seq": event.seq,
                **keys.listed(header.user, header.session_id),
            },
        )
        unlist = Delete((keys.person(header.user, header.workload_id), header.session_id))
        try:
            self._table.transact(close, unlist, *puts)
        except TransactionRefused as error:
            raise SequenceTaken(header.session_id) from error
        return event


def _started_by(user: str) -> str:
    """In words, for whoever reaches the limit."""
    return f"sessions of {user}"


def _answering(
    header: SessionHeader, said: MessageAccepted, event: Event, until: datetime
) -> Update:
    """The header's part of accepting: only if the session is still as the caller saw it."""
    return Update(
        (keys.stream(header.session_id), "HEAD"),
        "SET #pending = :message, #lease_until = :until, #seq = :seq, #attempt = :zero, "
        "#active_at = :at, #gsi1sk = :at, #opening = if_not_exists(#opening, :opening) "
        "ADD #messages :one",
        "#seq = :before AND #ended = :no AND attribute_not_exists(#pending)",
        {
            "message": said.message,
            "opening": opening_of(said.text),
            "until": iso(until),
            "seq": event.seq,
            "before": header.seq,
            "zero": 0,
            "at": iso(event.at),
            "one": 1,
            "no": False,
        },
    )


def header_item(header: SessionHeader) -> Item:
    return {
        "pk": keys.stream(header.session_id),
        "sk": "HEAD",
        **_index(header),
        "workload": header.workload_id,
        "project": header.project,
        "user": header.user,
        "ended": header.ended,
        "seq": header.seq,
        "messages": header.messages,
        "attempt": header.attempt,
        "active_at": iso(header.active_at),
        **({} if header.opening is None else {"opening": header.opening}),
    }


def _index(header: SessionHeader) -> Item:
    if header.ended:
        return {**keys.listed(header.user, header.session_id)}
    return {"gsi1pk": _OPEN, "gsi1sk": iso(header.active_at)}


def _header(item: Item) -> SessionHeader:
    until = item.get("lease_until")
    return SessionHeader(
        session_id=str(item["pk"]).partition("#")[2],
        workload_id=str(item["workload"]),
        project=str(item["project"]),
        user=str(item["user"]),
        ended=bool(item["ended"]),
        seq=int(item["seq"]),
        messages=int(item["messages"]),
        active_at=datetime.fromisoformat(str(item["active_at"])),
        pending=str(item["pending"]) if "pending" in item else None,
        lease_until=datetime.fromisoformat(str(until)) if until else None,
        attempt=int(item["attempt"]),
        opening=str(item["opening"]) if "opening" in item else None,
    )
