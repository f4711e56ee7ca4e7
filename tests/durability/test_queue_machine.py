"""The queue of diagnoses under everything that may happen to it, in any order.

On the fake, and on DynamoDB's adapter, whose processes die between any two of its writes.
"""

from collections import Counter
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.bench.turn import table_in_moto
from tests.durability.queue_world import (
    CAPS,
    PROJECTS,
    Death,
    QueueWorld,
    in_memory,
    number_ids,
    on_dynamodb,
)

DEATH = st.none() | st.tuples(st.integers(0, 6), st.sampled_from(["before", "after"]))
PLACES, NUMBERS = st.integers(0, len(PROJECTS) - 1), st.integers(0, 3)


class QueueMachine(RuleBasedStateMachine):
    """{open, end, die, vanish, drain twice, cancel, sweep}."""

    def __init__(self) -> None:
        super().__init__()
        self.patched = pytest.MonkeyPatch()
        number_ids(self.patched)
        self.world = self.made()

    def made(self) -> QueueWorld:
        return in_memory()

    @rule(place=PLACES, number=NUMBERS, dies=DEATH)
    def open(self, place: int, number: int, dies: Death) -> None:
        self.world.open(place, number, dies)

    @rule(place=PLACES)
    def open_many(self, place: int) -> None:
        for number in range(4):
            self.world.open(place, number)

    @precondition(lambda self: self.world.running())
    @rule(which=st.integers(0, 9), dies=DEATH)
    def end(self, which: int, dies: Death) -> None:
        running = self.world.running()
        self.world.end(running[which % len(running)], dies)

    @precondition(lambda self: self.world.running())
    @rule(which=st.integers(0, 9))
    def vanish(self, which: int) -> None:
        """The execution is gone, and nobody said so."""
        running = self.world.running()
        self.world.workflow.over.add(running[which % len(running)])

    @precondition(lambda self: self.world.opened)
    @rule(which=st.integers(0, 30), dies=DEATH)
    def cancel(self, which: int, dies: Death) -> None:
        world = self.world
        chosen = world.opened[which % len(world.opened)]
        world.process(dies, lambda: world.control.cancel(world.who, chosen))

    @rule(dies=DEATH)
    def drain(self, dies: Death) -> None:
        self.world.process(dies, self.world.draining.drain)

    @rule(dies=DEATH)
    def sweep(self, dies: Death) -> None:
        self.world.process(dies, self.world.sweeping.sweep)

    @rule()
    def sweep_to_the_end(self) -> None:
        self.world.process(None, self.world.sweeping.sweep)
        assert self.world.queue.startable() == []

    @invariant()
    def the_caps_hold(self) -> None:
        queue = self.world.queue
        assert len(queue.under_way) <= CAPS.account
        of_projects = Counter(entry.project for entry in queue.under_way)
        assert max(of_projects.values(), default=0) <= CAPS.project
        assert not {*queue.under_way} & {*queue.waiting}

    @invariant()
    def no_more_than_that_runs(self) -> None:
        """Of a diagnosis that was cancelled, a last step may."""
        world = self.world
        runs = {each for each in world.running() if not world.has_ended(each)}
        assert runs <= {entry.diagnosis_id for entry in world.queue.under_way}

    @invariant()
    def none_is_given_a_place_twice(self) -> None:
        world = self.world
        assert len(world.placed) == len(set(world.placed))
        assert set(world.workflow.started) <= set(world.placed)

    def teardown(self) -> None:
        self.patched.undo()
        self.world.check_the_end()


class DurableQueueMachine(QueueMachine):
    """The same on the table."""

    endpoint: ClassVar[str]

    def made(self) -> QueueWorld:
        return on_dynamodb(self.endpoint)


TestQueueMachine = QueueMachine.TestCase
TestQueueMachine.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)


def test_the_queue_on_dynamodb_survives_any_order_of_events() -> None:
    with table_in_moto() as endpoint:
        DurableQueueMachine.endpoint = endpoint
        run_state_machine_as_test(
            DurableQueueMachine,
            settings=settings(max_examples=15, stateful_step_count=20, deadline=None),
        )
