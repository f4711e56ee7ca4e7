"""What stands behind the answers of a chat."""

from dataclasses import dataclass, replace

from casebook.access import own_session_about
from casebook.chat.messages import SessionQuery
from casebook.domain.cited import CitedEvidence
from casebook.domain.events.chat import MessageAccepted, MessageStart
from casebook.domain.events.event import Event
from casebook.domain.events.tools import ToolFinished
from casebook.domain.window import Window
from casebook.errors import NotFound
from casebook.ports.connections import Identity
from casebook.ports.event_log import EventLog
from casebook.ports.sessions import SessionHeader, SessionStore


@dataclass(frozen=True)
class SessionEvidence:
    """Finds evidence that a session's tools brought back. Only the session's user does."""

    sessions: SessionStore
    log: EventLog

    def cited(
        self, who: Identity, workload_id: str, asked: SessionQuery, evidence_id: str
    ) -> CitedEvidence:
        """Raises NotFound: no such session of the caller's, or no such evidence in it."""
        session_id = asked.session_id
        header = own_session_about(self.sessions.header(session_id), who, session_id, workload_id)
        found = _found(self.log.read(session_id), header, evidence_id)
        if found is None:
            raise NotFound(f"session {header.session_id} has no evidence {evidence_id}")
        return replace(found, user=who.user)


def _found(events: list[Event], header: SessionHeader, evidence_id: str) -> CitedEvidence | None:
    """The evidence, with the question and the window of the answer that it was found for."""
    question, window = "", None
    for event in events:
        if event.type not in _TELLING:
            continue
        match event.payload:
            case MessageAccepted(text=text):
                question = text
            case MessageStart(window=looked_at):
                window = looked_at
            case ToolFinished(evidence=found) if found is not None and found.id == evidence_id:
                return CitedEvidence(
                    found,
                    event.stream,
                    header.workload_id,
                    header.project,
                    _window(window, found.window),
                    None,
                    question,
                )
    return None


def _window(of_answer: Window | None, of_evidence: Window) -> Window:
    """Answers of before they said what they look at are held to have looked at what was found."""
    return of_answer or of_evidence


_TELLING = (MessageAccepted.type, MessageStart.type, ToolFinished.type)
