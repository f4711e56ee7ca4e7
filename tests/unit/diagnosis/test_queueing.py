"""What waits for a place: how it is started, shown and steered, and what the sweeper finds."""

from datetime import timedelta

import pytest

from casebook.diagnosis.reading import Reading
from casebook.diagnosis.requests import DiagnosesQuery, PageQuery
from casebook.diagnosis.state import States
from casebook.domain.events.diagnosis import ModeSelected
from casebook.domain.events.event import Draft
from casebook.errors import IllegalTransition, Unavailable
from cli.evaluation.replay import Replay
from local.memory.diagnoses import MemoryFeedbackStore
from local.memory.event_log import MemoryEventLog
from tests.durability.queue_world import QueueWorld, in_memory, number_ids
from tests.evals.suite import scenario


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> QueueWorld:
    """Of the first project two are under way, and one waits."""
    number_ids(monkeypatch)
    world = in_memory()
    for number in range(3):
        world.open(0, number)
    return world


def test_what_waits_is_open_and_not_started(world: QueueWorld) -> None:
    first, second, third = world.opened

    assert world.workflow.started == [first, second]
    again = world.open(0, 2)
    assert again is not None
    assert (again.diagnosis_id, again.joined, again.queued) == (third, True, True)
    assert world.workflow.started == [first, second]


def test_whoever_ends_one_starts_the_next_at_once(world: QueueWorld) -> None:
    first, _, third = world.opened

    world.end(first)

    assert world.workflow.started[-1] == third


def test_a_cancel_starts_the_next_at_once(world: QueueWorld) -> None:
    first, _, third = world.opened

    world.control.cancel(world.who, first)

    assert world.workflow.started[-1] == third


def test_what_waits_can_be_cancelled_and_is_never_started(world: QueueWorld) -> None:
    first, second, third = world.opened

    world.control.cancel(world.who, third)
    world.end(first)
    world.sweeping.sweep()

    assert world.workflow.started == [first, second]
    assert world.diagnoses.header(third).status == "cancelled"


@pytest.mark.parametrize("move", ["pause", "resume"])
def test_what_waits_is_neither_paused_nor_resumed(world: QueueWorld, move: str) -> None:
    with pytest.raises(IllegalTransition, match="is queued"):
        getattr(world.control, move)(world.who, world.opened[2])

    assert world.diagnoses.header(world.opened[2]).is_queued


def test_waiting_does_not_count_as_running(world: QueueWorld) -> None:
    third = world.opened[2]
    world.clock.move(minutes=45)
    world.end(world.opened[0])
    selected = ModeSelected(mode="complex", reason="an alarm fired")
    world.log.append(third, 1, [Draft("coordinator", selected)])

    assert world.control.decide(third) == "go"
    world.clock.move(minutes=31)
    assert world.control.decide(third) == "conclude"


def test_the_place_is_shown_while_it_waits(world: QueueWorld) -> None:
    first, _, third = world.opened
    store = world.diagnoses
    reading = Reading(
        world.workloads, store, world.log, States(world.log), MemoryFeedbackStore(store)
    )

    def shown(diagnosis_id: str) -> tuple[str, int | None]:
        status = reading.status(world.who, diagnosis_id)
        return status.status, status.queue_place

    listed = reading.of_projects(world.who, DiagnosesQuery(state="open")).diagnoses
    assert [(each.status, each.queue_place) for each in listed] == [
        ("queued", 1),
        ("running", None),
        ("running", None),
    ]
    of_workload = reading.of_workload(world.who, "wkl_0_2", PageQuery(limit=5)).diagnoses
    assert [(each.status, each.queue_place) for each in of_workload] == [("queued", 1)]
    assert (shown(first), shown(third)) == (("running", None), ("queued", 1))
    world.end(first)
    assert shown(third) == ("running", None)


def test_the_sweeper_starts_what_has_a_place_and_was_never_started(world: QueueWorld) -> None:
    first, second, _ = world.opened
    world.workflow.started.remove(first)

    world.sweeping.sweep()

    assert world.workflow.started == [second, first]


def test_the_sweeper_ends_what_died_with_its_execution(world: QueueWorld) -> None:
    first, _, third = world.opened
    world.workflow.over.add(first)

    world.sweeping.sweep()

    assert world.diagnoses.header(first).status == "failed"
    assert States(world.log).load(first).error == "its execution ended without a result"
    assert world.workflow.started[-1] == third


def test_a_place_whose_diagnosis_is_not_kept_any_more_is_free(world: QueueWorld) -> None:
    first, _, third = world.opened
    assert isinstance(world.log, MemoryEventLog)
    world.log.replace(first, [])
    world.workflow.over.add(first)

    world.sweeping.sweep()

    assert world.workflow.started[-1] == third


def test_a_start_that_fails_ends_the_other_all_the_same_and_is_made_up_for(
    world: QueueWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _, third = world.opened
    with monkeypatch.context() as patched:

        def refused(diagnosis_id: str) -> None:
            raise Unavailable("Step Functions does not answer")

        patched.setattr(world.workflow, "start", refused)
        world.control.cancel(world.who, first)
    assert third not in world.workflow.started

    world.clock.move(seconds=timedelta(minutes=1).total_seconds())
    world.sweeping.sweep()

    assert world.workflow.started[-1] == third


def test_a_workload_that_was_removed_meanwhile_keeps_nobody_waiting(world: QueueWorld) -> None:
    first, _, third = world.opened
    world.open(0, 3)
    world.workloads.remove(world.workloads.get("wkl_0_2"))
    world.end(first)

    world.end(third)  # its first step finds no workload, and the state machine says so

    assert world.workflow.started[-1] == world.opened[3]


def test_a_diagnosis_that_waited_looks_at_the_window_of_its_alarm() -> None:
    at_once, late = Replay(scenario("bad-deploy-node")), Replay(scenario("bad-deploy-node"))
    undisturbed = at_once.diagnosis()
    late.open()
    late._clock.move(minutes=50)

    diagnosis = late.run()

    assert diagnosis.window == undisturbed.window
    assert diagnosis.report is not None
    assert undisturbed.report is not None
    assert diagnosis.report.root_cause == undisturbed.report.root_cause
    assert diagnosis.report.verdict is undisturbed.report.verdict
