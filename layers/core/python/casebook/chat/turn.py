"""One turn of a chat: the agent's answer to one message, streamed while it comes into being."""

from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from casebook.access import still_in
from casebook.budget.bookings import Booking, Bookings, Payer
from casebook.chat.exchange import Answer, Cost, Delta, Exchange, Situation, Step, Withdrawal
from casebook.chat.showing import AnswerFilter
from casebook.chat.text import TextStreamer
from casebook.domain import ids
from casebook.domain.events.chat import (
    ContentReset,
    MessageComplete,
    MessageFailed,
    MessageStart,
)
from casebook.domain.events.event import Draft, Event, Payload
from casebook.domain.events.tools import ToolFinished
from casebook.domain.evidence import Evidence
from casebook.domain.message import Message
from casebook.domain.model import Model
from casebook.domain.prose import without_images
from casebook.domain.report import Verdict
from casebook.domain.session import Session
from casebook.domain.window import Window
from casebook.domain.workload import Workload
from casebook.errors import NotFound
from casebook.observability import logger
from casebook.ports.clock import Clock
from casebook.ports.diagnoses import DiagnosisStore
from casebook.ports.event_log import EventLog, SequenceTaken
from casebook.ports.sessions import SessionHeader, SessionStore
from casebook.ports.workloads import Workloads
from casebook.redaction.intake import taken_in
from casebook.settings import Settings
from casebook.streams import Frames, Stream, StreamEnded, is_final
from casebook.team_knowledge.applying import TeamKnowledge
from casebook.tools.recorder import ToolRecorder
from casebook.tools.registry import Toolbox
from casebook.tools.tool import Scope

if TYPE_CHECKING:
    from casebook.engine import Engine

ACTOR = "agent"
# What "now" means in a chat: a question is about the last hour.
_LOOK_BACK = timedelta(hours=1)

OpenToolbox = Callable[[Scope, str, ToolRecorder], Toolbox]
Converse = Callable[[Exchange], Generator[Step, None, None]]
"""A conversation: the question and what it is answered from in, the answer out, piece by piece."""


class TurnRequest(Model):
    """What the turn's function is invoked with."""

    session_id: str
    message_id: str


class Speaker(NamedTuple):
    """Who answers: by which engine, and how."""

    engine: "Engine"
    converse: Converse


ChooseSpeaker = Callable[[SessionHeader], Speaker]


@dataclass(frozen=True, eq=False, repr=False)
class Turns:
    """Answers messages. The session's lease makes sure that one turn runs at a time."""

    workloads: Workloads
    sessions: SessionStore
    diagnoses: DiagnosisStore
    log: EventLog
    frames: Frames
    clock: Clock
    settings: Settings
    bookings: Bookings
    knowledge: TeamKnowledge
    open_toolbox: OpenToolbox
    choose_speaker: ChooseSpeaker

    def run(self, session_id: str, message_id: str, invocation: str | None = None) -> None:
        """Answer the message, or raise so that Lambda tries again; the last try says so instead.

        A message that is not pending is left alone. `invocation` is the id of the asynchronous
        invocation: that of a retry is the same, and takes over from the one that died. Without one,
        nobody is taken over from.

        Raises:
            TurnHeld: another invocation has begun to answer, and may have died since.
        """
        now = self.clock.now()
        until = now + self.settings.turn
        holder = invocation or ids.new_id(ids.CALL)
        header = self.sessions.begin_turn(session_id, message_id, holder, now, until)
        if header is None:
            logger.info("nothing to answer", session_id=session_id, message_id=message_id)
            return
        payer = Payer(header.project, header.workload_id, header.user)
        with self.bookings.open(payer) as booking:
            self._answer(header, booking)

    def _answer(self, header: SessionHeader, booking: Booking) -> None:
        try:
            with self.knowledge.knowing_newest(header.project):
                self._take(header, booking).answer()
        except StreamEnded:
            logger.info("the answer was ended from outside", session_id=header.session_id)
        except Exception:
            # Whatever it was, the message must not stay without a word: the last try says so, the
            # others leave it to Lambda's retry, which needs the error.
            if header.attempt >= self.settings.turn_attempts:
                logger.exception("the turn failed for good", session_id=header.session_id)
                self._take(header, booking).fail("the agent failed")
                return
            self.sessions.yield_turn(header)
            raise

    def _take(self, header: SessionHeader, booking: Booking) -> "_Turn":
        events = self.log.read(header.session_id)
        session = Session.fold(header.session_id, events)
        return _Turn(self, header, session, events, booking)


def situation_of(workload: Workload, diagnoses: DiagnosisStore) -> Situation:
    """What an answer should know of the workload's newest diagnosis."""
    newest = next(iter(diagnoses.of_workload(workload.workload_id, 1)), None)
    if newest is None or newest.project != workload.project:
        return Situation()
    if newest.ended_at is None:
        return Situation(open_diagnosis=newest.diagnosis_id)
    return Situation(
        last_diagnosis=newest.diagnosis_id,
        last_verdict=Verdict(newest.verdict) if newest.verdict else None,
        last_summary=newest.summary,
    )


def _evidence_in(events: Sequence[Event]) -> tuple[Evidence, ...]:
    """What a session's tools brought back so far."""
    finished = (event.payload for event in events if event.type == ToolFinished.type)
    return tuple(
        each.evidence for each in finished if isinstance(each, ToolFinished) and each.evidence
    )


def _shown(sentence: str) -> str:
    return without_images(taken_in(sentence))


class _Turn:
    """One attempt at one answer, after the session's `events`. Raises StreamEnded if one of them
    has ended the session or this answer."""

    def __init__(
        self,
        turns: Turns,
        header: SessionHeader,
        session: Session,
        events: Sequence[Event],
        booking: Booking,
    ) -> None:
        self._of = turns
        self._booking = booking
        self._header = header
        self._session = session
        self._evidence = _evidence_in(events)
        self._stream = Stream(
            turns.log, turns.frames, session.session_id, header.seq, ends_with=self._is_over
        )
        self._question = session.message(header.pending or "")
        earlier = self._earlier_attempt()
        self.message = earlier.message_id if earlier else ids.new_id(ids.MESSAGE)
        self._stream.meet(event for event in events if event.seq > header.seq)

    def answer(self) -> None:
        if self._question is None:
            raise NotFound(f"message {self._header.pending} is not in the session's log")
        found = self._of.workloads.get(self._header.workload_id)
        workload = still_in(found, self._header.project)
        if workload is None:
            self.fail("the workload was removed")
            return
        speaker = self._of.choose_speaker(self._header)
        now = self._of.clock.now()
        window = Window(start=now - _LOOK_BACK, end=now)
        started = self._begin(speaker.engine, window)
        scope = Scope(
            workload,
            window,
            now,
            question=self._question.text,
            stream=self._session.session_id,
        )
        recorder = ToolRecorder(self._stream, ACTOR, started.seq)
        toolbox = self._of.open_toolbox(scope, self._session.session_id, recorder)
        exchange = Exchange(
            self._question,
            self._session.before(self._question.message_id),
            self._evidence,
            toolbox,
            scope,
            situation_of(workload, self._of.diagnoses),
        )
        with closing(speaker.converse(exchange)) as said:
            complete = self._told(said, started.seq)
        self._finish(complete, started.seq)

    def _told(self, said: Generator[Step, None, None], parent: int) -> MessageComplete:
        """Stream the answer as it comes into being; returns the whole of it."""
        answer: Answer | None = None
        with ExitStack() as open_text:
            text, shown = open_text.enter_context(self._streamer(parent)), AnswerFilter()
            for step in said:
                match step:
                    case Delta():
                        text.write(shown.passed(step.text))
                    case Withdrawal():
                        open_text.close()  # everything said is on its way before it is withdrawn
                        reset = ContentReset(message=self.message, reason=step.reason)
                        self._stream.append(Draft(ACTOR, reset, parent))
                        text = open_text.enter_context(self._streamer(parent))
                        shown = AnswerFilter()
                    case Cost():
                        self._stream.append(*(Draft(ACTOR, e, parent) for e in step.recorded))
                    case Answer():
                        answer = step
            text.write(shown.rest())
        return MessageComplete(
            message=self.message,
            text=text.text,
            evidence=answer.evidence if answer else (),
            model=answer.model if answer else None,
            unsupported=tuple(map(_shown, answer.unsupported)) if answer else (),
        )

    def _streamer(self, parent: int) -> TextStreamer:
        return TextStreamer(self._stream, self.message, ACTOR, parent)

    def fail(self, reason: str) -> None:
        """Say that there will be no answer."""
        self._finish(MessageFailed(message=self.message, reason=reason))

    def _finish(self, payload: Payload, parent: int | None = None) -> None:
        """Append what the turn's tools used and the turn's last event, and give the lease back."""
        payloads = (*self._booking.recorded(), payload)
        drafts = [Draft(ACTOR, each, parent) for each in payloads]
        while True:
            try:
                events = self._of.sessions.finish_turn(self._header, self._stream.seq, drafts)
                break
            except SequenceTaken:
                if not self._somebody_else_wrote():
                    logger.warning("the lease was lost", session_id=self._session.session_id)
                    return
        self._stream.published(events)

    def _begin(self, engine: "Engine", window: Window) -> Event:
        """`message-start`; before it, on a second attempt, the withdrawal of the first."""
        drafts = []
        parent = self._accepted_seq()
        if self._earlier_attempt():
            reset = ContentReset(message=self.message, reason="the agent had to start again")
            drafts.append(Draft(ACTOR, reset, parent))
        start = MessageStart(
            message=self.message,
            in_reply_to=self._header.pending or "",
            attempt=self._header.attempt,
            engine=engine.value,
            window=window,
        )
        return self._stream.append(*drafts, Draft(ACTOR, start, parent))[-1]

    def _is_over(self, event: Event) -> bool:
        """Whether the session has ended, somebody stopped this answer, or a later attempt began.
        Each is told by the question's id when it came before the answer had begun."""
        payload = event.payload
        if isinstance(payload, MessageFailed):
            return payload.message in (self.message, self._header.pending)
        if isinstance(payload, MessageStart) and payload.in_reply_to == self._header.pending:
            return payload.attempt > self._header.attempt
        return is_final(event)

    def _earlier_attempt(self) -> Message | None:
        return next(
            (m for m in self._session.messages if m.in_reply_to == self._header.pending), None
        )

    def _accepted_seq(self) -> int:
        """Accepting set the header's seq to that of `message-accepted`, and turns leave it."""
        return self._header.seq

    def _somebody_else_wrote(self) -> bool:
        """Whether the log has grown behind our back, so that appending again makes sense."""
        events = self._of.log.read(self._session.session_id, self._stream.seq)
        self._stream.meet(events)
        return bool(events)
