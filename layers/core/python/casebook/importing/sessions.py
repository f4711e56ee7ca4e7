"""An earlier product's session becomes a stream of the events that Casebook itself would have
written, at the times at which they happened."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from casebook.domain import ids
from casebook.domain.events import chat
from casebook.domain.events.event import Draft, Event, Payload
from casebook.domain.session import Session
from casebook.domain.workload import Workload
from casebook.importing.naming import derived_id
from casebook.importing.records import (
    NotImportable,
    Problem,
    SourceMessage,
    SourceRole,
    SourceSession,
)
from casebook.ports.sessions import SessionHeader

# An item of DynamoDB has at most 400 KB; what stands beside the data needs far less than the rest.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
DATA_BYTES = 390_000
_AGENT = "agent"
_IMPORTER = "casebook"
_ENGINE = "imported"


@dataclass(frozen=True, slots=True)
class ImportedSession:
    """All that is kept of a session. `digest` changes when anything in its events does."""

    source_id: str
    header: SessionHeader
    events: tuple[Event, ...]
    digest: str

    @property
    def session_id(self) -> str:
        return self.header.session_id


@dataclass(slots=True)
class _Exchange:
    """A question and what was answered to it."""

    question: SourceMessage
    answers: list[SourceMessage]


def imported(source: SourceSession, batch: str, workload: Workload, user: str) -> ImportedSession:
    """The session as Casebook keeps it: ended, and the same for the same arguments.

    Raises:
        NotImportable: one of its messages is too large.
    """
    writer = _Writer(batch, source, user)
    started = chat.SessionStarted(
        workload_id=workload.workload_id, project=workload.project, user=user
    )
    writer.add(writer.started_at, user, started)
    exchanges = _exchanges(source.messages)
    for exchange in exchanges:
        writer.write(exchange)
    last = source.messages[-1].created_at if source.messages else writer.started_at
    ended = chat.SessionEnded(reason="idle" if source.ended_at is None else "user")
    writer.add(max(source.ended_at or last, last), _IMPORTER, ended)
    folded = Session.fold(writer.session_id, writer.events)
    header = SessionHeader(
        session_id=folded.session_id,
        workload_id=folded.workload_id,
        project=folded.project,
        user=folded.user,
        ended=True,
        seq=folded.seq,
        messages=len(exchanges),
        active_at=writer.events[-1].at,
    )
    return ImportedSession(source.session_id, header, tuple(writer.events), _digest(writer.events))


def left_out(messages: Sequence[SourceMessage]) -> tuple[int, int]:
    """How many messages are no part of the conversation: a system's, and an agent's that answer
    nothing, such as a greeting."""
    system = sum(each.role is SourceRole.SYSTEM for each in messages)
    kept = sum(1 + len(each.answers) for each in _exchanges(messages))
    return system, len(messages) - system - kept


def _exchanges(messages: Sequence[SourceMessage]) -> list[_Exchange]:
    exchanges: list[_Exchange] = []
    for message in messages:
        if message.role is SourceRole.USER:
            exchanges.append(_Exchange(message, []))
        elif message.role is SourceRole.AGENT and exchanges:
            exchanges[-1].answers.append(message)
    return exchanges


def _digest(events: Sequence[Event]) -> str:
    return hashlib.sha256("\n".join(event.to_json() for event in events).encode()).hexdigest()


class _Writer:
    """Numbers a session's events and names what they name."""

    def __init__(self, batch: str, source: SourceSession, user: str) -> None:
        first = source.messages[0].created_at if source.messages else source.created_at
        self.started_at = min(source.created_at, first)
        self.session_id = derived_id(ids.SESSION, self.started_at, batch, source.session_id)
        self.events: list[Event] = []
        self._batch = batch
        self._source = source
        self._user = user

    def write(self, exchange: _Exchange) -> None:
        """The events of one question, and of its answer if it had one. Answers in a row are one:
        the domain knows no second answer to a question."""
        question, answers = exchange.question, exchange.answers
        asked = self._id(question)
        accepted = chat.MessageAccepted(
            message=asked,
            client_message_id=f"imported:{question.message_id}",
            user=self._user,
            text=question.content,
        )
        seq = self.add(question.created_at, self._user, accepted, None, question)
        if not answers:
            failed = chat.MessageFailed(
                message=asked, reason="it was not answered", retryable=False
            )
            self.add(question.created_at, _IMPORTER, failed, seq)
            return
        first, last = answers[0], answers[-1]
        begun = chat.MessageStart(message=self._id(first), in_reply_to=asked, engine=_ENGINE)
        seq = self.add(first.created_at, _AGENT, begun, seq)
        text = "\n\n".join(each.content for each in answers)
        complete = chat.MessageComplete(message=self._id(first), text=text)
        self.add(last.created_at, _AGENT, complete, seq, last)

    def add(
        self,
        at: datetime,
        actor: str,
        payload: Payload,
        parent: int | None = None,
        source: SourceMessage | None = None,
    ) -> int:
        """Append an event; its number. `source` is the message whose words it holds."""
        draft = Draft(actor, payload, parent)
        event = Event.of(draft, self.session_id, len(self.events) + 1, at)
        if source is not None and (size := len(event.data.encode())) > DATA_BYTES:
            reason = f"content has {size} bytes; an event holds at most {DATA_BYTES}"
            raise NotImportable(
                Problem("messages", source.message_id, reason, self._source.session_id)
            )
        self.events.append(event)
        return event.seq

    def _id(self, message: SourceMessage) -> str:
        names = (self._batch, self._source.session_id, message.message_id)
        return derived_id(ids.MESSAGE, message.created_at, *names)
