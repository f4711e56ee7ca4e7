"""Session headers in memory."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from casebook.domain.events.chat import MessageAccepted
from casebook.domain.events.event import Draft, Event
from casebook.errors import LimitReached
from casebook.ports.event_log import SequenceTaken
from casebook.ports.sessions import Accepted, SessionHeader, TurnHeld, opening_of
from local.memory.event_log import MemoryEventLog


class MemorySessionStore:
    def __init__(self, log: MemoryEventLog, per_hour: int = 20) -> None:
        self._log = log
        self._per_hour = per_hour
        self._headers: dict[str, SessionHeader] = {}
        self._accepted: dict[tuple[str, str], Accepted] = {}
        self._held: dict[str, tuple[str, datetime]] = {}
        self._opened: dict[tuple[str, datetime], int] = {}

    def open(self, header: SessionHeader, first: Draft) -> Event:
        hour = header.active_at.replace(minute=0, second=0, microsecond=0)
        count = self._opened.get((header.user, hour), 0)
        if count >= self._per_hour:
            left = hour + timedelta(hours=1) - header.active_at
            raise LimitReached("too many", retry_after_seconds=int(left.total_seconds()) or 1)
        self._opened[header.user, hour] = count + 1
        (event,) = self._log.append(header.session_id, 0, [first])
        self._headers[header.session_id] = header
        return event

    def started_in_hour(self, user: str, now: datetime) -> tuple[int, datetime]:
        hour = now.replace(minute=0, second=0, microsecond=0)
        return self._opened.get((user, hour), 0), hour + timedelta(hours=1)

    def header(self, session_id: str) -> SessionHeader | None:
        return self._headers.get(session_id)

    def last_open(self, workload_id: str, user: str) -> SessionHeader | None:
        mine = [
            each
            for each in self._headers.values()
            if each.workload_id == workload_id and each.user == user and not each.ended
        ]
        return max(mine, key=lambda each: each.session_id, default=None)

    def of_user(
        self, user: str, limit: int, before: str | None = None, workload_id: str | None = None
    ) -> list[SessionHeader]:
        mine = [
            each
            for each in self._headers.values()
            if each.user == user
            and (before is None or each.session_id < before)
            and workload_id in (None, each.workload_id)
        ]
        return sorted(mine, key=lambda each: each.session_id, reverse=True)[:limit]

    def idle_since(self, moment: datetime, limit: int) -> list[SessionHeader]:
        idle = [h for h in self._headers.values() if not h.ended and h.active_at < moment]
        return sorted(idle, key=lambda each: each.active_at)[:limit]

    def stranded(self, moment: datetime, limit: int) -> list[SessionHeader]:
        return [
            header
            for header in self._headers.values()
            if not header.ended and header.lease_until and header.lease_until < moment
        ][:limit]

    def about(self, workload_id: str, limit: int) -> list[SessionHeader]:
        found = [h for h in self._headers.values() if h.workload_id == workload_id and not h.ended]
        return found[:limit]

    def accept(self, header: SessionHeader, draft: Draft, lease_until: datetime) -> Accepted:
        payload = draft.payload
        assert isinstance(payload, MessageAccepted)
        if earlier := self.accepted(header.session_id, payload.client_message_id):
            return earlier
        now = self._headers[header.session_id]
        if now.ended or now.pending or now.seq != header.seq:
            raise SequenceTaken(header.session_id)
        (event,) = self._log.append(header.session_id, header.seq, [draft])
        self._headers[header.session_id] = now._replace(
            pending=payload.message,
            lease_until=lease_until,
            seq=event.seq,
            attempt=0,
            messages=now.messages + 1,
            active_at=event.at,
            opening=now.opening or opening_of(payload.text),
        )
        accepted = Accepted(payload.message, event.seq, event)
        self._accepted[header.session_id, payload.client_message_id] = accepted._replace(
            event=None, duplicate=True
        )
        return accepted

    def accepted(self, session_id: str, client_message_id: str) -> Accepted | None:
        return self._accepted.get((session_id, client_message_id))

    def begin_turn(
        self, session_id: str, message_id: str, holder: str, now: datetime, until: datetime
    ) -> SessionHeader | None:
        header = self._headers.get(session_id)
        if header is None or header.ended or header.pending != message_id:
            return None
        by, held_until = self._held.get(session_id, (holder, now))
        if by != holder and held_until >= now:
            raise TurnHeld(session_id)
        self._held[session_id] = holder, until
        header = header._replace(attempt=header.attempt + 1, lease_until=until)
        self._headers[session_id] = header
        return header

    def yield_turn(self, header: SessionHeader) -> None:
        if self._is_current(header):
            self._held.pop(header.session_id, None)

    def finish_turn(
        self, header: SessionHeader, after: int, drafts: Sequence[Draft]
    ) -> list[Event]:
        if not self._is_current(header):
            raise SequenceTaken(header.session_id)
        events = self._log.append(header.session_id, after, drafts)
        self._held.pop(header.session_id, None)
        self._headers[header.session_id] = self._headers[header.session_id]._replace(
            pending=None,
            lease_until=None,
            attempt=0,
            seq=events[-1].seq,
            active_at=events[-1].at,
        )
        return events

    def end(self, header: SessionHeader, after: int, draft: Draft) -> Event:
        now = self._headers[header.session_id]
        if now.ended:
            raise SequenceTaken(header.session_id)
        (event,) = self._log.append(header.session_id, after, [draft])
        self._headers[header.session_id] = now._replace(
            ended=True, pending=None, lease_until=None, seq=event.seq
        )
        return event

    def replace(self, session_id: str, header: SessionHeader | None) -> None:
        """Hold this header; none at all for None."""
        self._headers.pop(session_id, None)
        if header is not None:
            self._headers[session_id] = header

    def _is_current(self, header: SessionHeader) -> bool:
        now = self._headers[header.session_id]
        same = now.pending == header.pending and now.attempt == header.attempt
        return same and not now.ended
