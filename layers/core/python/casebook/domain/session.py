"""A chat session: the fold of its events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import reduce

from casebook.domain.events import chat
from casebook.domain.events.event import Event, Payload
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.lifecycle import move
from casebook.domain.message import Message, MessageStatus, Role
from casebook.domain.usage import Spent


class SessionStatus(StrEnum):
    """What may happen to a session next."""

    NEW = "new"  # nothing has happened; only session-started may
    OPEN = "open"  # waits for a message
    ANSWERING = "answering"  # a message was accepted and its answer is not finished
    ENDED = "ended"  # nothing is appended any more


_LEGAL = {
    SessionStatus.NEW: frozenset({SessionStatus.OPEN}),
    SessionStatus.OPEN: frozenset({SessionStatus.ANSWERING, SessionStatus.ENDED}),
    SessionStatus.ANSWERING: frozenset({SessionStatus.OPEN, SessionStatus.ENDED}),
    SessionStatus.ENDED: frozenset[SessionStatus](),
}

# Events that move the session to another state; all others leave it where it is.
_MOVES: dict[type[Payload], SessionStatus] = {
    chat.SessionStarted: SessionStatus.OPEN,
    chat.MessageAccepted: SessionStatus.ANSWERING,
    chat.MessageComplete: SessionStatus.OPEN,
    chat.MessageFailed: SessionStatus.OPEN,
    chat.SessionEnded: SessionStatus.ENDED,
}


@dataclass(frozen=True)
class Session:
    """The session as it stands after the event `seq`."""

    session_id: str
    seq: int = 0
    status: SessionStatus = SessionStatus.NEW
    workload_id: str = ""
    project: str = ""
    user: str = ""
    messages: tuple[Message, ...] = ()
    usage: Spent = field(default_factory=Spent)

    @classmethod
    def fold(cls, session_id: str, events: list[Event]) -> "Session":
        """The session after these events, given in order and without a gap from the first on."""
        return reduce(cls.after, events, cls(session_id))

    def after(self, event: Event) -> "Session":
        """The session after one more event.

        Raises:
            IllegalTransition: the event cannot happen in this state.
        """
        payload = event.payload
        status = self.status
        if (then := _MOVES.get(type(payload))) is not None:
            status = move(_LEGAL, status, then)
        return replace(_applied(self, payload, event), seq=event.seq, status=status)

    def message(self, message_id: str) -> Message | None:
        return next((each for each in self.messages if each.message_id == message_id), None)

    def before(self, message_id: str) -> tuple[Message, ...]:
        """What was said before that message: all there is if it is not there."""
        known = [each.message_id for each in self.messages]
        place = known.index(message_id) if message_id in known else len(known)
        return self.messages[:place]

    def unanswered(self) -> Message | None:
        """The user's message that the agent still owes an answer to."""
        if self.status is not SessionStatus.ANSWERING:
            return None
        said = (each for each in reversed(self.messages) if each.role is Role.USER)
        return next(said, None)


def _applied(session: Session, payload: Payload, event: Event) -> Session:
    """What the payload changes, beside the state."""
    match payload:
        case chat.SessionStarted():
            return replace(
                session,
                workload_id=payload.workload_id,
                project=payload.project,
                user=payload.user,
            )
        case chat.MessageAccepted():
            said = Message(
                message_id=payload.message, role=Role.USER, text=payload.text, at=event.at
            )
            return replace(session, messages=(*session.messages, said))
        case chat.MessageStart():
            begun = Message(
                message_id=payload.message,
                role=Role.AGENT,
                text="",
                at=event.at,
                status=MessageStatus.STREAMING,
                in_reply_to=payload.in_reply_to,
            )
            return _with(session, begun)
        case chat.ContentDelta():
            return _change(session, payload.message, lambda m: {"text": _placed(m.text, payload)})
        case chat.ContentReset():
            return _change(session, payload.message, lambda m: {"text": ""})
        case chat.MessageComplete():
            final = {
                "text": payload.text,
                "evidence": payload.evidence,
                "status": MessageStatus.COMPLETE,
            }
            return _change(session, payload.message, lambda m: final)
        case chat.MessageFailed():
            return _change(session, payload.message, lambda m: {"status": MessageStatus.FAILED})
        case UsageRecorded():
            return replace(session, usage=session.usage + payload.spent)
        case _:
            return session


def _with(session: Session, message: Message) -> Session:
    """The session with the message added, or put in place of an earlier attempt at it."""
    kept = tuple(each for each in session.messages if each.message_id != message.message_id)
    return replace(session, messages=(*kept, message))


def _change(
    session: Session, message_id: str, update: Callable[[Message], Mapping[str, object]]
) -> Session:
    changed = tuple(
        each.model_copy(update=dict(update(each))) if each.message_id == message_id else each
        for each in session.messages
    )
    return replace(session, messages=changed)


def _placed(text: str, delta: chat.ContentDelta) -> str:
    """The text with the delta at its offset. What was already there is not added twice, and what
    stands behind it stays; a delta that would leave a hole is left out."""
    if not 0 <= delta.offset <= len(text):
        return text
    return text[: delta.offset] + delta.text + text[delta.offset + len(delta.text) :]
