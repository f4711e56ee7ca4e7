"""A person stops an answer: at every moment of its turn, and without a word after it."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.chat.exchange import Answer, Cost, Delta, Step
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.message import MessageStatus
from casebook.errors import NotFound
from tests.unit.chat.world import ANN, EVE, WORKLOAD, World, saying

PIECE = "0123456789" * 150  # long enough to be made durable at once


def stopped_after(pieces: int, of: int) -> tuple[World, str]:
    """A turn of so many pieces, stopped when some were said, with its invocation at its end."""
    world = World()
    session = world.start()

    def answer(_: object) -> Iterator[Step]:
        for n in range(of):
            if n == pieces:
                world.chat.stop(ANN, WORKLOAD, session)
            yield Delta(PIECE)
        if pieces == of:
            world.chat.stop(ANN, WORKLOAD, session)
        yield Answer(PIECE * of, ())

    world.answer = answer
    world.say(session)
    world.run_turn()
    return world, session


@given(st.integers(0, 6), st.integers(1, 6))
def test_nothing_is_said_after_an_answer_was_stopped(pieces: int, of: int) -> None:
    world, session = stopped_after(min(pieces, of), of)

    events = world.log.read(session)
    answer = world.session(session).messages[-1]
    assert events[-1].type == "message-failed"
    assert [event.type for event in events].count("message-failed") == 1
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert answer.status is MessageStatus.FAILED
    assert (PIECE * of).startswith(answer.text)


def test_after_a_stop_the_session_answers_the_next_message() -> None:
    world, session = stopped_after(1, of=3)
    world.answer = lambda _: saying("Yes.")

    world.say(session, client_id="c2")
    world.run_turn()

    assert world.session(session).messages[-1].text == "Yes."


def test_what_a_stopped_answer_cost_does_not_keep_the_session_from_the_next_message() -> None:
    world = World()
    session = world.start()

    def answer(_: object) -> Iterator[Step]:
        world.chat.stop(ANN, WORKLOAD, session)
        yield Delta(PIECE)
        time.sleep(0.05)  # the text's own thread has met the end by now
        yield Cost((UsageRecorded(engine="deterministic", tool_runs=1),))

    world.answer = answer
    world.say(session)
    world.run_turn()
    assert world.types(session)[-1] == "message-failed"

    world.answer = lambda _: saying("Yes.")
    world.say(session, client_id="c2")
    world.run_turn()

    assert world.session(session).messages[-1].text == "Yes."


def test_an_answer_that_has_not_begun_is_stopped_by_its_question() -> None:
    world = World()
    session = world.start()
    asked = world.say(session)

    stopped = world.chat.stop(ANN, WORKLOAD, session)
    world.run_turn()

    assert stopped.message_id == asked
    assert world.types(session) == ["session-started", "message-accepted", "message-failed"]


def test_a_retry_does_not_answer_what_was_stopped() -> None:
    world = World()
    session = world.start()
    asked = world.say(session)

    def dies(_: object) -> Iterator[Step]:
        yield Delta("I")
        raise RuntimeError("the function died")

    world.answer = dies
    with pytest.raises(RuntimeError):
        world.run_turn()
    world.chat.stop(ANN, WORKLOAD, session)
    world.turns.run(session, asked, "inv_1")

    assert world.types(session)[-1] == "message-failed"


def test_stopping_when_nothing_is_answered_changes_nothing() -> None:
    world = World()
    session = world.start()
    world.say(session)
    world.run_turn()
    before = world.types(session)

    assert world.chat.stop(ANN, WORKLOAD, session).message_id is None
    assert world.types(session) == before


def test_somebody_elses_answer_cannot_be_stopped() -> None:
    world = World()
    session = world.start()
    world.say(session)

    with pytest.raises(NotFound):
        world.chat.stop(EVE, WORKLOAD, session)
