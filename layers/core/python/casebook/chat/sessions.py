"""Starting, feeding, reading and ending a chat session."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from casebook.access import own_session_about, visible_workload
from casebook.budget.session_account import SessionAccounts
from casebook.chat.messages import (
    AcceptedMessage,
    History,
    HistoryQuery,
    SendMessage,
    SessionLimits,
    StartedSession,
    StoppedAnswer,
)
from casebook.domain import ids
from casebook.domain.events.chat import (
    MessageAccepted,
    MessageFailed,
    MessageStart,
    SessionEnded,
    SessionStarted,
)
from casebook.domain.events.event import Draft, Event
from casebook.domain.session import Session
from casebook.errors import CasebookError, Conflict, Gone, InvalidRequest, LimitReached, NotFound
from casebook.observability import logger
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.event_log import EventLog, SequenceTaken
from casebook.ports.sessions import SessionHeader, SessionStore
from casebook.ports.work import Dispatcher
from casebook.ports.workloads import WorkloadStore
from casebook.settings import Settings
from casebook.streams import Frames, Stream

_SWEEP = 200  # sessions that one run of the sweeper ends
_TRIES = 10
# Lambda tries an asynchronous event again after one minute and then after two.
# https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
_LAST_RETRY = timedelta(minutes=2, seconds=30)


@dataclass(frozen=True)
class Chat:
    """The use cases of the chat's endpoints. Each checks that the caller may."""

    workloads: WorkloadStore
    sessions: SessionStore
    log: EventLog
    frames: Frames
    dispatcher: Dispatcher
    clock: Clock
    settings: Settings
    accounts: SessionAccounts

    def start(self, who: Identity, workload_id: str) -> StartedSession:
        """Open a session about a workload. Raises NotFound, LimitReached."""
        workload = visible_workload(self.workloads.get(workload_id), who, workload_id)
        header = SessionHeader(
            session_id=ids.new_id(ids.SESSION),
            workload_id=workload_id,
            project=workload.project,
            user=who.user,
            ended=False,
            seq=1,
            messages=0,
            active_at=self.clock.now(),
        )
        begun = SessionStarted(workload_id=workload_id, project=workload.project, user=who.user)
        event = self.sessions.open(header, Draft(who.user, begun))
        return StartedSession(
            session_id=header.session_id,
            workload_id=workload_id,
            seq=event.seq,
            limits=self._limits(),
            stream=f"/api/workloads/{workload_id}/agent/stream?sessionId={header.session_id}",
        )

    def send(self, who: Identity, workload_id: str, request: SendMessage) -> AcceptedMessage:
        """Accept a message and have it answered; the answer comes over the stream.

        Raises:
            NotFound, Gone (the session has ended), Conflict (the agent still answers),
            LimitReached, BudgetUsedUp, InvalidRequest (too long).
        """
        header = self._of_workload(who, workload_id, request.session_id)
        if earlier := self.sessions.accepted(header.session_id, request.client_message_id):
            self._dispatch_unless_begun(header, earlier.message_id)
            return _accepted(header, earlier.message_id, earlier.seq)
        self._check_length(request.message)
        header = self._ready_for_message(header)
        self.accounts.admit(header)
        draft = Draft(
            who.user,
            MessageAccepted(
                message=ids.new_id(ids.MESSAGE),
                client_message_id=request.client_message_id,
                user=who.user,
                text=request.message,
            ),
        )
        lease_until = self.clock.now() + self.settings.turn
        try:
            accepted = self.sessions.accept(header, draft, lease_until)
        except SequenceTaken as error:
            raise _busy() from error
        if accepted.event is not None:
            Stream(self.log, self.frames, header.session_id).published([accepted.event])
            self.dispatcher.answer_message(header.session_id, accepted.message_id)
        return _accepted(header, accepted.message_id, accepted.seq)

    def history(self, who: Identity, workload_id: str, asked: HistoryQuery) -> History:
        """A page of messages; of the caller's last open session when none is named."""
        header = self._named_or_last(who, workload_id, asked.session_id)
        session = Session.fold(header.session_id, self.log.read(header.session_id))
        known = [each.message_id for each in session.messages]
        if asked.after is not None and asked.after not in known:
            raise InvalidRequest.of("after", "there is no such message in this session")
        first = known.index(asked.after) + 1 if asked.after else 0
        page = session.messages[first : first + asked.limit]
        more = first + asked.limit < len(known)
        return History(
            session_id=header.session_id,
            status=session.status.value,
            seq=session.seq,
            messages=page,
            next=page[-1].message_id if more else None,
        )

    def stop(self, who: Identity, workload_id: str, session_id: str) -> StoppedAnswer:
        """End the answer that is under way; what was said of it stays. The turn notices when it
        next writes. Stopping when nothing is being answered is no error.

        Raises:
            NotFound, Conflict (the agent writes faster than this can).
        """
        header = self._of_workload(who, workload_id, session_id)
        if header.ended or header.pending is None:
            return StoppedAnswer(session_id=session_id)
        said = MessageFailed(message=self._answer_to(header), reason="you stopped this answer")
        for _ in range(_TRIES):
            if (event := self._close_answer(header, who.user, said)) is not None:
                return StoppedAnswer(session_id=session_id, message_id=said.message, seq=event.seq)
            now = self._of_workload(who, workload_id, session_id)
            if now.ended or now.pending != header.pending:
                return StoppedAnswer(session_id=session_id)  # it was complete just before
            header = now
            said = said.model_copy(update={"message": self._answer_to(header)})
        raise _writing()

    def end(self, who: Identity, workload_id: str, session_id: str) -> None:
        """End a session. Ending it twice is no error."""
        header = self._of_workload(who, workload_id, session_id)
        self._end(header, who.user, SessionEnded(reason="user"))

    def end_idle(self) -> int:
        """End every session in which nothing happened for too long; returns how many."""
        idle = self.sessions.idle_since(self.clock.now() - self.settings.idle, _SWEEP)
        ended = SessionEnded(reason="idle")
        return _done(idle, lambda header: self._end(header, "casebook", ended))

    def end_about(self, workload_id: str) -> int:
        """End the sessions about a workload that was removed; returns how many."""
        open_ones = self.sessions.about(workload_id, _SWEEP)
        ended = SessionEnded(reason="workload-removed")
        return _done(open_ones, lambda header: self._end(header, "casebook", ended))

    def close_stranded(self) -> int:
        """See to messages whose turn is dead, when nobody will try them again: one that was never
        begun is dispatched once more, any other fails. Returns how many failed."""
        now = self.clock.now()
        given_up = []
        for header in self.sessions.stranded(now, _SWEEP):
            over = (header.lease_until or now) + _LAST_RETRY
            if over < now or header.attempt >= self.settings.turn_attempts:
                given_up.append(header)
            else:
                self._dispatch_unless_begun(header, header.pending or "")
        return _done(given_up, self._give_up)

    def _dispatch_unless_begun(self, header: SessionHeader, message_id: str) -> None:
        """Have a message answered whose dispatch may have been lost: the lease makes sure that one
        turn runs at a time."""
        if header.pending == message_id and header.attempt == 0:
            self.dispatcher.answer_message(header.session_id, message_id)

    def _named_or_last(
        self, who: Identity, workload_id: str, session_id: str | None
    ) -> SessionHeader:
        if session_id is not None:
            return self._of_workload(who, workload_id, session_id)
        visible_workload(self.workloads.get(workload_id), who, workload_id)
        header = self.sessions.last_open(workload_id, who.user)
        if header is None:
            raise NotFound("you have no open session about this workload; start one")
        return header

    def _of_workload(self, who: Identity, workload_id: str, session_id: str) -> SessionHeader:
        found = self.sessions.header(session_id)
        return own_session_about(found, who, session_id, workload_id)

    def _ready_for_message(self, header: SessionHeader) -> SessionHeader:
        """The header of a session that can take a message now."""
        now = self.clock.now()
        if not header.ended and now - header.active_at > self.settings.idle:
            self._end(header, "casebook", SessionEnded(reason="idle"))
            raise Gone("the session ended because nothing happened in it; start a new one")
        if header.ended:
            raise Gone("the session has ended; start a new one")
        if header.messages >= self.settings.messages_per_session:
            raise LimitReached(
                f"this session has had its {self.settings.messages_per_session} messages; "
                "start a new one"
            )
        if header.pending is None:
            return header
        if header.lease_until is not None and header.lease_until > now:
            raise _busy()
        return self._give_up(header)

    def _give_up(self, header: SessionHeader) -> SessionHeader:
        """Close a message whose turn died without a word, and return the header after that."""
        failed = MessageFailed(
            message=self._answer_to(header), reason="the agent stopped before it could answer"
        )
        if self._close_answer(header, "casebook", failed) is None:
            raise _busy()
        found = self.sessions.header(header.session_id)
        if found is None:
            raise NotFound(f"session {header.session_id} is gone")
        return found

    def _close_answer(
        self, header: SessionHeader, actor: str, failed: MessageFailed
    ) -> Event | None:
        """Append why there will be no answer, and take the lease from whoever has it; None when
        somebody else wrote meanwhile."""
        events = self.log.read(header.session_id, header.seq)
        tail = events[-1].seq if events else header.seq
        try:
            (event,) = self.sessions.finish_turn(header, tail, [Draft(actor, failed)])
        except SequenceTaken:
            return None
        Stream(self.log, self.frames, header.session_id).published([event])
        return event

    def _answer_to(self, header: SessionHeader) -> str:
        """The id of the answer to the pending message; that message's own before it has begun."""
        begun = (event.payload for event in self.log.read(header.session_id, header.seq))
        answers = [each.message for each in begun if isinstance(each, MessageStart)]
        return answers[-1] if answers else header.pending or ""

    def _end(self, header: SessionHeader, actor: str, ended: SessionEnded) -> None:
        if header.ended:
            return
        tail = header.seq
        for _ in range(_TRIES):
            try:
                event = self.sessions.end(header, tail, Draft(actor, ended))
            except SequenceTaken:
                events = self.log.read(header.session_id, tail)
                if any(each.type == SessionEnded.type for each in events):
                    return
                tail = events[-1].seq if events else tail
                continue
            Stream(self.log, self.frames, header.session_id).published([event])
            self.accounts.close(header, ended.reason)
            return
        raise _writing()

    def _check_length(self, message: str) -> None:
        limit = self.settings.message_characters
        if len(message) > limit:
            raise InvalidRequest(
                f"message: {len(message)} characters; the limit is {limit}",
                ({"field": "message", "error": f"at most {limit} characters"},),
            )

    def _limits(self) -> SessionLimits:
        return SessionLimits(
            messages_per_session=self.settings.messages_per_session,
            message_characters=self.settings.message_characters,
            idle_seconds=self.settings.idle_seconds,
        )


def _done(headers: Sequence[SessionHeader], work: Callable[[SessionHeader], object]) -> int:
    """For how many of them the work was done. One that cannot be worked on keeps nobody waiting."""
    done = 0
    for header in headers:
        try:
            work(header)
        except CasebookError:
            logger.exception("a session was left for the next sweep", session_id=header.session_id)
        else:
            done += 1
    return done


def _accepted(header: SessionHeader, message_id: str, seq: int) -> AcceptedMessage:
    return AcceptedMessage(session_id=header.session_id, message_id=message_id, seq=seq)


def _writing() -> Conflict:
    return Conflict("the agent is writing; try again", retry_after_seconds=1)


def _busy() -> Conflict:
    return Conflict(
        "the agent is still answering your last message; send the next one when it is done",
        retry_after_seconds=2,
    )
