"""A session under everything that may happen to it, in any order."""

from collections.abc import Callable, Generator
from contextlib import suppress
from functools import partial
from typing import Literal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from casebook.chat import text
from casebook.chat.exchange import Answer, Delta, Step
from casebook.domain.message import Role
from casebook.domain.session import SessionStatus
from casebook.errors import CasebookError
from casebook.streams import FINAL_TYPES
from tests.durability.killing import DEATHS, Death, Effects
from tests.unit.chat.world import ANN, WORKLOAD, Keep, World

Meanwhile = Literal["stop", "end", "deliver again", "sweep", "time"]
MEANWHILE = st.lists(
    st.sampled_from(["stop", "end", "deliver again", "sweep", "time", "time"]), max_size=3
)


class ChatMachine(RuleBasedStateMachine):
    """{accept, send again, invoke, die, retry, stop, end, sweep, let time pass}, and what others do
    while a turn is in the middle of its answer."""

    def __init__(self, keep: Keep | None = None) -> None:
        """`keep` opens the event log and the sessions."""
        super().__init__()
        # Every piece of text is durable at once: the log has what readers see.
        self.patched = pytest.MonkeyPatch()
        self.patched.setattr(text, "DURABLE_CHARACTERS", 1)
        self.world = World(keep)
        self.session = self.world.start()
        self.effects = Effects()
        self.effects.of(self.world.sessions, "accept", "begin_turn", "finish_turn", "yield_turn")
        self.effects.of(self.world.sessions, "end")
        self.effects.of(self.world.log, "append")
        self.effects.of(self.world.dispatcher, "answer_message")
        self.sent = 0
        self.invocations: list[tuple[tuple[str, str], str]] = []
        self.meanwhile: list[Meanwhile] = []
        self.world.answer = lambda *_: self._answer()

    @rule(dies=DEATHS)
    def send(self, dies: Death) -> None:
        self.sent += 1
        self.effects.run(self._say, dies)

    @precondition(lambda self: self.sent)
    @rule()
    def send_again(self) -> None:
        self.effects.run(self._say)

    @precondition(lambda self: self.world.dispatcher.turns)
    @rule(dies=DEATHS, meanwhile=MEANWHILE)
    def invoke(self, dies: Death, meanwhile: list[Meanwhile]) -> None:
        turn = self.world.dispatcher.turns.pop(0)
        self.invocations.append((turn, f"inv_{len(self.invocations)}"))
        self._turn(-1, dies, meanwhile)

    @precondition(lambda self: not self.world.dispatcher.turns)
    @rule(dies=DEATHS, meanwhile=MEANWHILE)
    def talk(self, dies: Death, meanwhile: list[Meanwhile]) -> None:
        self.send(None)
        if self.world.dispatcher.turns:
            self.invoke(dies, meanwhile)

    @precondition(lambda self: self.invocations)
    @rule(which=st.integers(0, 20), dies=DEATHS, meanwhile=MEANWHILE)
    def retry(self, which: int, dies: Death, meanwhile: list[Meanwhile]) -> None:
        """Lambda delivers at least once, and again after an error."""
        self._turn(which % len(self.invocations), dies, meanwhile)

    def _turn(self, which: int, dies: Death, meanwhile: list[Meanwhile]) -> None:
        turn, invocation = self.invocations[which]
        self.meanwhile = list(meanwhile)
        self.again = partial(self.world.turns.run, *turn, invocation)
        self.effects.run(self.again, dies)
        self.meanwhile = []

    def _answer(self) -> Generator[Step, None, None]:
        yield Delta("All ")
        while self.meanwhile:
            self._do(self.meanwhile.pop(0))
        yield Delta("is well.")
        yield Answer("All is well.", ())

    def _do(self, what: Meanwhile) -> None:
        work: dict[str, Callable[[], object]] = {
            "stop": partial(self.world.chat.stop, ANN, WORKLOAD, self.session),
            "end": partial(self.world.chat.end, ANN, WORKLOAD, self.session),
            "deliver again": self.again,
            "sweep": self._sweeps,
            "time": partial(self.world.clock.move, seconds=100),
        }
        with suppress(CasebookError):
            work[what]()

    @rule()
    def stop(self) -> None:
        self.effects.run(partial(self.world.chat.stop, ANN, WORKLOAD, self.session))

    @rule(dies=DEATHS)
    def sweep(self, dies: Death) -> None:
        self.effects.run(self._sweeps, dies)

    @rule(seconds=st.sampled_from([1, 30, 61, 130]))
    def let_time_pass(self, seconds: int) -> None:
        self.world.clock.move(seconds=seconds)

    @precondition(lambda self: self.sent > 6)
    @rule()
    def end(self) -> None:
        self.effects.run(partial(self.world.chat.end, ANN, WORKLOAD, self.session))

    @invariant()
    def the_log_is_gapless_and_nothing_follows_its_end(self) -> None:
        events = self.world.log.read(self.session)
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        ends = [place for place, event in enumerate(events, 1) if event.type in FINAL_TYPES]
        assert ends in ([], [len(events)])

    @invariant()
    def what_was_said_last_of_a_message_stands(self) -> None:
        """Nobody adds to an answer that is complete, failed or stopped."""
        closed: set[str] = set()
        for event in self.world.log.read(self.session):
            message = getattr(event.payload, "message", None)
            if message is None:
                continue
            assert message not in closed
            if event.type in ("message-complete", "message-failed"):
                closed.add(message)

    def teardown(self) -> None:
        """However it was left: in ten minutes everything has ended, without another message."""
        self.patched.undo()
        for _ in range(10):
            self.world.clock.move(seconds=60)
            with suppress(CasebookError), self.effects.process():
                self._sweeps()
            while self.world.dispatcher.turns:
                turn = self.world.dispatcher.turns.pop(0)
                with suppress(CasebookError), self.effects.process():
                    self.world.turns.run(*turn, f"late_{turn}")
        session = self.world.session(self.session)
        assert session.status is not SessionStatus.ANSWERING
        events = self.world.log.read(self.session)
        accepted = [event for event in events if event.type == "message-accepted"]
        ended = [e for e in events if e.type in ("message-complete", "message-failed")]
        if session.status is SessionStatus.OPEN:
            assert len(ended) == len(accepted)
        answers = [m for m in session.messages if m.role is Role.AGENT]
        assert all(m.text == "All is well." for m in answers if m.status == "complete")

    def _say(self) -> None:
        self.world.say(self.session, client_id=f"c{self.sent}")

    def _sweeps(self) -> None:
        self.world.chat.close_stranded()
        self.world.chat.end_idle()


TestChatMachine = ChatMachine.TestCase
TestChatMachine.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
