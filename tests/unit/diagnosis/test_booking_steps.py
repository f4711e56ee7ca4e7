"""What an agent's tools ask of AWS is in the diagnosis and in the usage of whoever started it."""

from typing import Any

import pytest

from casebook.agents.log_agent import LogAgent
from casebook.domain.events.diagnosis import DiagnosisCancelled
from casebook.domain.events.event import Draft
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.usage import ALARM_USER, Spent
from tests.unit.diagnosis.test_consulting import World


@pytest.fixture
def world() -> World:
    """Every read of logs is three requests."""
    world = World()
    world.fail()
    search = world.logs.search

    def asking(*given: Any, **more: Any) -> Any:
        world.meter.count(requests=3, bytes_scanned=100)
        return search(*given, **more)

    world.logs.search = asking  # type: ignore[method-assign]
    return world


def booked(world: World) -> list[tuple[str, str, Spent]]:
    today = world.clock.now().date()
    rows = world.usage.of_project("team", today, today)
    return [(row.user, row.workload_id, row.spent) for row in rows]


def recorded(world: World) -> list[Spent]:
    payloads = (event.payload for event in world.log.read("dgn_1"))
    return [each.spent for each in payloads if isinstance(each, UsageRecorded)]


def test_the_state_the_events_and_the_usage_tell_the_same(world: World) -> None:
    world.conclude()

    spent = world.diagnosis.usage
    assert spent.aws_requests > 0
    assert spent.bytes_scanned == 100 * spent.aws_requests // 3
    assert Spent.total(recorded(world)) == spent
    assert booked(world) == [(ALARM_USER, "wkl_1", spent)]


def test_a_step_that_is_delivered_twice_asks_and_is_booked_once(world: World) -> None:
    for _ in range(2):
        world.investigating.run(LogAgent(), "dgn_1", 1)

    assert booked(world) == [(ALARM_USER, "wkl_1", world.diagnosis.usage)]
    assert len(recorded(world)) == 1


def test_what_a_step_had_asked_when_it_was_cancelled_is_booked_all_the_same(world: World) -> None:
    search = world.logs.search

    def cancelled(*given: Any, **more: Any) -> Any:
        if not world.diagnosis.is_over:
            seq = world.diagnosis.seq
            world.log.append("dgn_1", seq, [Draft("ann", DiagnosisCancelled(by="ann"))])
        return search(*given, **more)

    world.logs.search = cancelled  # type: ignore[method-assign]

    assert world.investigating.run(LogAgent(), "dgn_1", 1).status == "skipped"

    assert recorded(world) == []
    ((_, _, spent),) = booked(world)
    assert spent.aws_requests > 0


def test_an_agent_that_asked_aws_for_nothing_records_nothing() -> None:
    world = World()

    world.investigating.run(LogAgent(), "dgn_1", 1)

    assert recorded(world) == []
    assert booked(world) == []
