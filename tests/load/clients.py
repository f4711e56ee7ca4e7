"""The people of a run: who chats, and who starts a diagnosis by hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from cli.client import Client
from cli.errors import ApiError
from cli.events import Event, Text
from cli.sources import DiagnosisSource, SessionSource
from cli.stream import ConnectionLost, Follower, Item, Source
from tests.load.plan import Chat, Diagnosis, Drop, Question
from tests.load.sockets import Line, send_and_hang_up
from tests.load.witness import Followed, GaveUp, Said, Witness

ENDINGS = ("message-complete", "message-failed")


@dataclass
class _Asked:
    question: Question
    at: float
    message: str
    first: float | None = None
    ended: float | None = None


@dataclass
class Following:
    """One client's view of a stream, over as many connections as it takes."""

    source: Source
    line: Line
    seqs: list[int] = field(default_factory=list)
    rewritten: list[str] = field(default_factory=list)
    _withdrawn: set[str] = field(default_factory=set)

    def items(self, when_listening: Callable[[], None] = lambda: None) -> Iterator[Item]:
        """Until the stream has ended. Raises GaveUp."""
        waiting = [when_listening]
        while True:
            after = self.seqs[-1] if self.seqs else 0
            follower = Follower(self.source, self.line.connect, after=after)
            try:
                for item in follower.follow(lambda: waiting.pop()() if waiting else None):
                    self.line.witness.progressed()
                    self._note(item)
                    yield item
            except ConnectionLost:
                self.line.witness.count_unanswered()
            except ApiError as error:
                if error.status < 500 and error.status != 429:
                    raise
                self.line.witness.count_unanswered()
                self.line.witness.wait(error.retry_after_seconds or 1.0)
            else:
                return
            self.line.witness.check_patience()

    def _note(self, item: Item) -> None:
        if isinstance(item, Event):
            self.seqs.append(item.seq)
        elif item.rewrites and item.text and item.message not in self._withdrawn:
            self.rewritten.append(item.message)
        elif item.rewrites:
            self._withdrawn.add(item.message)

    def told(self) -> Followed:
        return Followed(self.source.stream, tuple(self.seqs), tuple(self.rewritten))


class Chatter:
    """Holds one chat to its end."""

    def __init__(self, client: Client, workload: str, plan: Chat, witness: Witness) -> None:
        self._client, self._workload, self._witness = client, workload, witness
        self._left = list(plan.questions)
        self._asked: list[_Asked] = []
        self._too_early: list[ApiError] = []
        self._not_before = 0.0

    def run(self) -> None:
        started = self._witness.served(
            "a session", lambda: self._client.start_session(self._workload)
        )
        self._session = str(started["sessionId"])
        self._witness.sessions[self._session] = (self._client, self._workload)
        source = SessionSource(self._client, self._workload, self._session)
        self._line = Line(self._witness, self._left[0].drop)
        following = Following(source, self._line)
        try:
            for item in following.items(when_listening=self._ask):
                self._hear(item)
        except GaveUp:
            self._witness.stuck.append(f"the client of session {self._session}")
        finally:
            self._witness.followed.append(following.told())
            self._tell()

    def _hear(self, item: Item) -> None:
        now = time.monotonic()
        under_way = next((asked for asked in self._asked if asked.ended is None), None)
        if isinstance(item, Text):
            if under_way and under_way.first is None and item.text:
                under_way.first = now
        elif item.type in ENDINGS:
            if under_way:
                under_way.ended = now
            if all(asked.ended is not None for asked in self._asked):
                self._go_on()

    def _go_on(self) -> None:
        if self._left:
            self._ask()
            return
        self._witness.served(
            "the end of a session",
            lambda: self._client.end_session(self._workload, self._session),
        )

    def _ask(self) -> None:
        time.sleep(max(0.0, self._not_before - time.monotonic()))
        question = self._left.pop(0)
        self._line.drop = question.drop
        began = time.monotonic()
        if self._line.lose(Drop.ACKNOWLEDGED):
            self._say_and_hang_up(question)
        message = self._send(question)
        self._asked.append(_Asked(question, began, message))
        self._note_too_early(served=True)
        if question.repeats and (again := self._send(question)) != message:
            self._witness.failures.append(
                f"{question.client_id} was sent again and became {again} besides {message}"
            )
        if question.impatient and self._left:
            self._try_next()

    def _send(self, question: Question) -> str:
        sent = self._witness.served("a message", lambda: self._post(question))
        return str(sent["messageId"])

    def _post(self, question: Question) -> dict[str, object]:
        return self._client.send_message(
            self._workload, self._session, question.text, question.client_id
        )

    def _say_and_hang_up(self, question: Question) -> None:
        frame = {
            "action": "message",
            "workloadId": self._workload,
            "sessionId": self._session,
            "message": question.text,
            "clientMessageId": question.client_id,
        }
        send_and_hang_up(self._witness.served("a ticket", self._client.ticket), frame)

    def _try_next(self) -> None:
        """Sends the next message while this one is answered. What is refused is sent again when
        the refusal says, and not before."""
        began = time.monotonic()
        try:
            sent = self._post(self._left[0])
        except ApiError as error:
            self._not_before = time.monotonic() + (error.retry_after_seconds or 0.0)
            self._too_early.append(error)
        except ConnectionLost:
            self._witness.count_unanswered()
        else:  # the answer was complete before
            self._asked.append(_Asked(self._left.pop(0), began, str(sent["messageId"])))

    def _note_too_early(self, *, served: bool) -> None:
        self._witness.note_refusals("a message too early", self._too_early, served=served)
        self._too_early = []

    def _tell(self) -> None:
        self._note_too_early(served=False)
        for asked in self._asked:
            spans = (None if at is None else at - asked.at for at in (asked.first, asked.ended))
            said = (self._session, asked.question.client_id, asked.message)
            self._witness.said.append(Said(*said, *spans))


def diagnose(client: Client, workload: str, plan: Diagnosis, witness: Witness) -> None:
    """Starts a diagnosis by hand and follows it to its end."""
    began = time.monotonic()
    diagnosis = witness.served("a diagnosis", lambda: client.start_diagnosis(workload, plan.mode))
    witness.by_hand[diagnosis] = None
    following = Following(DiagnosisSource(client, diagnosis), Line(witness, plan.drop))
    try:
        for item in following.items():
            if isinstance(item, Event) and item.is_last:
                witness.by_hand[diagnosis] = time.monotonic() - began
    except GaveUp:
        witness.stuck.append(f"the client of diagnosis {diagnosis}")
    finally:
        witness.followed.append(following.told())
