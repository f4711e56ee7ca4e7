"""A chat turn, and the message that starts it, die at each of their effects.

Whatever dies, and then whatever Lambda and the sweeper do: every accepted message is answered as if
nothing had happened, or said to have failed, within a bounded time and without another message.
"""

from collections.abc import Callable, Generator
from contextlib import suppress
from functools import partial

import pytest

from casebook.chat.exchange import Step
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.message import MessageStatus, Role
from casebook.domain.session import SessionStatus
from casebook.errors import CasebookError
from casebook.streams import FINAL_TYPES
from tests.durability.killing import Died, Effects, Kill, Moment
from tests.unit.chat.world import ANN, World, saying

MOMENTS: tuple[Moment, Moment] = ("before", "after")
SECONDS = (1, 30, 65, 125)
RETRIES = (60, 120)
SWEEPS = 12
"""Minutes after which everything has ended."""


class Chat:
    """A session with one message, and the processes that have a part in it."""

    def __init__(
        self, kill: Kill | None = None, seconds: int = 1, world: World | None = None
    ) -> None:
        self.world = world or World()
        self.session = self.world.start()
        self.effects = Effects(kill, lambda: self.world.clock.move(seconds=seconds))
        self.effects.of(self.world.sessions, "accept", "begin_turn", "finish_turn", "yield_turn")
        self.effects.of(self.world.log, "append")
        self.effects.of(self.world.push, "push")
        self.effects.of(self.world.dispatcher, "answer_message")
        self.invocations = 0

    def send(self) -> bool:
        """Whether the client got an answer."""
        return self.runs("send", lambda: self.world.say(self.session))

    def runs(self, kind: str, work: Callable[[], object]) -> bool:
        """Whether a process of its own did the work."""
        with suppress(Died, CasebookError), self.effects.process(kind):
            work()
            return True
        return False

    def deliver(self) -> None:
        """Lambda's part: each invocation that was dispatched, and its two retries."""
        while self.world.dispatcher.turns:
            turn = self.world.dispatcher.turns.pop(0)
            self.invocations += 1
            run = partial(self.world.turns.run, *turn, f"inv_{self.invocations}")
            for wait in (*RETRIES, 0):
                if self.runs("turn", run):
                    break
                self.world.clock.move(seconds=wait)

    def sweep(self) -> None:
        for _ in range(SWEEPS):
            self.world.clock.move(seconds=60)
            self.runs("sweep", self.world.chat.close_stranded)
            self.deliver()

    def answers(self) -> list[tuple[MessageStatus, str]]:
        messages = self.world.session(self.session).messages
        return [(each.status, each.text) for each in messages if each.role is Role.AGENT]


def effects_of_a_turn() -> int:
    chat = Chat()
    chat.send()
    chat.effects.seen.clear()
    chat.deliver()
    return len(chat.effects.seen)


def effects_of_sending() -> int:
    chat = Chat()
    chat.send()
    return len(chat.effects.seen)


UNDISTURBED = [(MessageStatus.COMPLETE, "All is well.")]


def check(chat: Chat) -> None:
    """What holds of every session at any time after its messages were due."""
    events = chat.world.log.read(chat.session)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert not [event for event in events[:-1] if event.type in FINAL_TYPES]
    session = chat.world.session(chat.session)
    assert session.status is SessionStatus.OPEN
    header = chat.world.sessions.header(chat.session)
    assert header is not None
    assert header.pending is None
    ends = [event.type for event in events if event.type in ("message-complete", "message-failed")]
    accepted = [event for event in events if event.type == "message-accepted"]
    assert len(ends) == len(accepted) <= 1


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("seconds", SECONDS)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", range(effects_of_a_turn()))
def test_a_turn_that_dies_is_answered_as_if_it_had_not(
    effect: int, moment: Moment, seconds: int, times: int
) -> None:
    chat = Chat()
    chat.send()
    chat.effects.kill = Kill(effect, moment, times, "turn")
    chat.effects.on_death = lambda: chat.world.clock.move(seconds=seconds)

    chat.deliver()
    chat.sweep()

    assert chat.effects.deaths >= 1
    check(chat)
    assert chat.answers() == UNDISTURBED


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", range(effects_of_a_turn()))
def test_a_turn_that_dies_every_time_has_failed(effect: int, moment: Moment) -> None:
    chat = Chat()
    chat.send()
    chat.effects.kill = Kill(effect, moment, 100, "turn")

    chat.deliver()
    chat.sweep()

    check(chat)
    failed = [status for status, _ in chat.answers()]
    assert failed in ([], [MessageStatus.FAILED], [MessageStatus.COMPLETE])


@pytest.mark.parametrize("sends", [1, 2])
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", range(effects_of_sending()))
def test_a_message_whose_acceptance_dies_is_answered_if_it_was_accepted(
    effect: int, moment: Moment, sends: int
) -> None:
    chat = Chat(Kill(effect, moment, 1, "send"))

    assert not chat.send()
    is_accepted = "message-accepted" in chat.world.types(chat.session)
    if sends == 2:
        assert chat.send()
        is_accepted = True
    chat.deliver()
    chat.sweep()

    check(chat)
    assert chat.answers() == (UNDISTURBED if is_accepted else [])


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", range(effects_of_a_turn()))
def test_the_session_tells_once_what_its_answer_used(effect: int, moment: Moment) -> None:
    chat = Chat()

    def asks_aws(*_: object) -> Generator[Step, None, None]:
        chat.world.meter.count(requests=3)
        yield from saying("All ", "is ", "well.")

    chat.world.answer = asks_aws
    chat.send()
    chat.effects.kill = Kill(effect, moment, 1, "turn")

    chat.deliver()
    chat.sweep()

    events = chat.world.log.read(chat.session)
    used = [e.payload.aws_requests for e in events if isinstance(e.payload, UsageRecorded)]
    assert used in ([3], [6])  # the second attempt of a warm process tells what the first asked


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", range(3))
def test_a_sweep_that_dies_is_finished_by_the_next(effect: int, moment: Moment) -> None:
    chat = Chat()
    chat.send()
    chat.world.dispatcher.turns.clear()
    chat.effects.kill = Kill(effect, moment, 1, "sweep")

    chat.sweep()

    check(chat)
    assert chat.answers() == UNDISTURBED


def test_a_later_message_is_answered_after_a_turn_that_failed_for_good() -> None:
    chat = Chat()
    chat.send()
    chat.effects.kill = Kill(1, "after", 100, "turn")
    chat.deliver()
    chat.sweep()
    chat.effects.kill = None

    chat.runs("send", lambda: chat.world.say(chat.session, client_id="c2"))
    chat.deliver()

    assert chat.answers()[-1:] == UNDISTURBED
    assert chat.world.session(chat.session).user == ANN.user
