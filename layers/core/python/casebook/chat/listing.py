"""A person's sessions: open ones to go on with, and ended ones to read again."""

from dataclasses import dataclass

from casebook.access import visible_workload
from casebook.chat.messages import SessionPage, SessionsQuery, SessionSummary
from casebook.domain import ids
from casebook.domain.events.chat import MessageAccepted
from casebook.domain.session import SessionStatus
from casebook.ports.connections import Identity
from casebook.ports.event_log import EventLog
from casebook.ports.sessions import SessionHeader, SessionStore, opening_of
from casebook.ports.workloads import WorkloadStore
from casebook.settings import Settings

_TITLE_CHARACTERS = 80
_FIRST_EVENTS = 5  # the first message is among them


@dataclass(frozen=True)
class SessionList:
    workloads: WorkloadStore
    sessions: SessionStore
    log: EventLog
    settings: Settings

    def all(self, who: Identity, asked: SessionsQuery) -> SessionPage:
        """The caller's sessions about every workload, newest first."""
        return self._page(who, asked, None)

    def of_workload(self, who: Identity, workload_id: str, asked: SessionsQuery) -> SessionPage:
        """The caller's sessions about one workload. Raises NotFound."""
        visible_workload(self.workloads.get(workload_id), who, workload_id)
        return self._page(who, asked, workload_id)

    def _page(self, who: Identity, asked: SessionsQuery, workload_id: str | None) -> SessionPage:
        found = self.sessions.of_user(who.user, asked.limit + 1, asked.before, workload_id)
        page = found[: asked.limit]
        return SessionPage(
            # Whoever has left a project does not see its sessions any more.
            sessions=tuple(self._summary(each) for each in page if each.project in who.projects),
            next=page[-1].session_id if len(found) > asked.limit else None,
        )

    def _summary(self, header: SessionHeader) -> SessionSummary:
        left = self.settings.messages_per_session - header.messages
        return SessionSummary(
            session_id=header.session_id,
            workload_id=header.workload_id,
            title=self._title(header),
            status=_status(header).value,
            started_at=ids.made_at(header.session_id),
            active_at=header.active_at,
            messages=header.messages,
            messages_left=0 if header.ended else max(0, left),
        )

    def _title(self, header: SessionHeader) -> str | None:
        """How the first message begins, on one line and redacted: a list is seen by more eyes than
        a conversation."""
        from casebook.redaction import redact

        opening = header.opening or self._opening_in_log(header)
        return _shortened(redact(opening)) if opening else None

    def _opening_in_log(self, header: SessionHeader) -> str | None:
        """Of a session that began before its header kept the opening, or that was imported."""
        if header.messages == 0:
            return None
        for event in self.log.read(header.session_id, 0, _FIRST_EVENTS):
            if event.type == MessageAccepted.type and isinstance(event.payload, MessageAccepted):
                return opening_of(event.payload.text)
        return None


def _status(header: SessionHeader) -> SessionStatus:
    if header.ended:
        return SessionStatus.ENDED
    return SessionStatus.ANSWERING if header.pending else SessionStatus.OPEN


def _shortened(text: str) -> str:
    """On one line, and cut off between two words where there are any."""
    line = " ".join(text.split())
    if len(line) <= _TITLE_CHARACTERS:
        return line
    cut = line[:_TITLE_CHARACTERS]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"
