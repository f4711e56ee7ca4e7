"""What the tools of an answer ask of AWS is in the session and in the usage of who asked."""

from collections.abc import Iterator
from typing import Any

import pytest

from casebook.chat.exchange import Delta, Step
from casebook.domain.usage import Spent
from tests.unit.chat.world import ANN, World, saying

ASKED = Spent(aws_requests=4, bytes_scanned=50)


class Failing(Exception):
    """A defect of the agent."""


def asks(world: World, *, fails: bool = False) -> None:
    """The agent asks AWS, and then answers or fails."""

    def answer(*_: Any) -> Iterator[Step]:
        world.meter.count(requests=ASKED.aws_requests, bytes_scanned=ASKED.bytes_scanned)
        if fails:
            raise Failing
        yield from saying("All is well.")

    world.answer = answer  # type: ignore[assignment]


def booked(world: World) -> Spent:
    today = world.clock.now().date()
    rows = world.usage.of_project("shop", today, today)
    assert {(row.user, row.workload_id) for row in rows} <= {("ann", "wkl_shop")}
    return Spent.total(row.spent for row in rows)


def test_it_comes_with_the_end_of_the_answer() -> None:
    world = World()
    session = world.start()
    asks(world)
    world.say(session)

    world.run_turn()

    assert world.types(session)[-2:] == ["usage-recorded", "message-complete"]
    assert world.session(session).usage == booked(world) == ASKED


def test_an_answer_that_asks_aws_for_nothing_records_nothing() -> None:
    world = World()
    session = world.start()
    world.say(session)

    world.run_turn()

    assert "usage-recorded" not in world.types(session)
    assert booked(world) == Spent()


def test_an_answer_that_is_tried_again_is_booked_for_every_try() -> None:
    world = World(turn_attempts=2)
    session = world.start()
    message = world.say(session)
    asks(world, fails=True)

    with pytest.raises(Failing):
        world.turns.run(session, message, "inv_1")
    world.turns.run(session, message, "inv_1")

    assert world.types(session)[-2:] == ["usage-recorded", "message-failed"]
    assert booked(world) == ASKED + ASKED
    assert world.session(session).usage == ASKED


def test_an_answer_that_was_stopped_is_booked_and_the_session_goes_on() -> None:
    world = World()
    session = world.start()

    def stopped(*_: Any) -> Iterator[Step]:
        world.meter.count(requests=ASKED.aws_requests, bytes_scanned=ASKED.bytes_scanned)
        world.chat.stop(ANN, "wkl_shop", session)
        yield Delta("All is well.")

    world.answer = stopped  # type: ignore[assignment]
    world.say(session)
    world.run_turn()
    asks(world)
    world.say(session, "and now?", "c2")
    world.run_turn()

    assert world.types(session)[-1] == "message-complete"
    assert booked(world) == ASKED + ASKED
