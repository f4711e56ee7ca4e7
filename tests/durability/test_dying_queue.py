"""Whoever opens, ends or cancels a diagnosis, drains or sweeps, dies at each of the writes to the
table and of the starts: nothing waits for ever, runs twice or keeps a place."""

from collections.abc import Callable, Iterator

import pytest

from tests.bench.turn import table_in_moto
from tests.durability.killing import Moment
from tests.durability.queue_world import Death, QueueWorld, on_dynamodb

MOMENTS: tuple[Moment, Moment] = ("before", "after")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with table_in_moto() as address:
        yield address


def open_with_room(world: QueueWorld, dies: Death) -> None:
    world.open(1, 0, dies)


def open_without_room(world: QueueWorld, dies: Death) -> None:
    world.open(0, 3, dies)


def end_with_one_waiting(world: QueueWorld, dies: Death) -> None:
    world.end(world.opened[0], dies)


def vanish_and_be_swept(world: QueueWorld, dies: Death) -> None:
    world.workflow.over.add(world.opened[0])
    world.process(dies, world.sweeping.sweep)


def cancel_what_runs(world: QueueWorld, dies: Death) -> None:
    world.process(dies, lambda: world.control.cancel(world.who, world.opened[0]))


def cancel_what_waits(world: QueueWorld, dies: Death) -> None:
    world.process(dies, lambda: world.control.cancel(world.who, world.opened[2]))


DEEDS: dict[Callable[[QueueWorld, Death], None], int] = {
    open_with_room: 3,
    open_without_room: 2,
    end_with_one_waiting: 7,
    vanish_and_be_swept: 9,
    cancel_what_runs: 7,
    cancel_what_waits: 6,
}
"""What is done, and at how many effects whoever does it can die."""


def prepared(endpoint: str) -> QueueWorld:
    """Of one project two are under way and one waits, for there is room for two of a project."""
    world = on_dynamodb(endpoint)
    for number in range(3):
        world.open(0, number)
    assert [entry.diagnosis_id for entry in world.queue.waiting] == world.opened[2:]
    return world


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(
    ("deed", "effect"), [(deed, effect) for deed, most in DEEDS.items() for effect in range(most)]
)
def test_a_death_leaves_nothing_that_the_sweeper_does_not_find(
    endpoint: str, deed: Callable[[QueueWorld, Death], None], effect: int, moment: Moment
) -> None:
    world = prepared(endpoint)

    deed(world, (effect, moment))

    assert world.effects.deaths == 1
    started = set(world.workflow.started)
    closed = {each for each in world.opened if world.diagnoses.header(each).ended_at is not None}
    world.check_the_end()
    assert not closed & (set(world.workflow.started) - started)


@pytest.mark.parametrize("deed", DEEDS)
def test_these_are_all_effects(endpoint: str, deed: Callable[[QueueWorld, Death], None]) -> None:
    world = prepared(endpoint)

    deed(world, (99, "before"))

    assert world.effects.total == DEEDS[deed]
