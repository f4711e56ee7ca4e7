"""Pausing, resuming, cancelling, and the gate."""

from datetime import timedelta

import pytest

from casebook.diagnosis.closing import Closing
from casebook.diagnosis.control import Control
from casebook.diagnosis.state import States
from casebook.domain.events.diagnosis import DiagnosisStarted
from casebook.domain.events.event import Draft
from casebook.domain.window import Window
from casebook.errors import IllegalTransition, NotFound
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisHeader
from local.memory.clock import FakeClock
from local.memory.connections import SilentFrames
from local.memory.diagnoses import MemoryDiagnosisStore
from local.memory.event_log import MemoryEventLog
from local.memory.work import FakeWorkflow

ANN = Identity(user="ann", projects=("shop",))
EVE = Identity(user="eve", projects=("bank",))


LONGEST = timedelta(minutes=30)


class World:
    def __init__(self) -> None:
        clock = self.clock = FakeClock()
        self.log = MemoryEventLog(clock)
        self.diagnoses = MemoryDiagnosisStore(self.log)
        self.workflow = FakeWorkflow()
        states = States(self.log)
        closing = Closing(self.diagnoses, states.load, clock)
        self.control = Control(
            self.diagnoses, self.log, SilentFrames(), states, self.workflow, closing, clock, LONGEST
        )
        header = DiagnosisHeader("dgn_1", "wkl_1", "shop", "running", clock.now())
        now = clock.now()
        started = DiagnosisStarted(
            workload_id="wkl_1",
            project="shop",
            requested_mode="auto",
            window=Window(start=now - timedelta(minutes=5), end=now),
        )
        self.diagnoses.open(header, Draft("cloudwatch", started))

    def status(self) -> str:
        header = self.diagnoses.header("dgn_1")
        assert header
        return header.status


def test_a_running_diagnosis_passes_the_gate_at_once() -> None:
    world = World()

    world.control.hold("dgn_1", "token")

    assert world.workflow.answers == [("token", {"decision": "go"})]


def test_a_paused_diagnosis_waits_at_the_gate_until_it_is_resumed() -> None:
    world = World()
    world.control.pause(ANN, "dgn_1")
    assert world.control.decide("dgn_1") == "paused"
    world.control.hold("dgn_1", "token")
    assert world.workflow.answers == []
    assert world.status() == "paused"

    world.control.resume(ANN, "dgn_1")

    assert world.workflow.answers == [("token", {"decision": "go"})]
    assert world.status() == "running"


def test_a_cancelled_diagnosis_is_told_so_at_the_gate() -> None:
    world = World()
    world.control.pause(ANN, "dgn_1")
    world.control.hold("dgn_1", "token")

    world.control.cancel(ANN, "dgn_1")

    assert world.workflow.answers == [("token", {"decision": "cancelled"})]
    assert world.status() == "cancelled"


def test_a_diagnosis_cancelled_before_the_gate_does_not_pass_it() -> None:
    world = World()
    world.control.cancel(ANN, "dgn_1")

    assert world.control.decide("dgn_1") == "cancelled"


def test_a_resume_before_the_token_is_kept_is_not_lost() -> None:
    world = World()
    world.control.pause(ANN, "dgn_1")
    world.control.resume(ANN, "dgn_1")

    world.control.hold("dgn_1", "token")

    assert world.workflow.answers == [("token", {"decision": "go"})]


def test_what_has_run_for_too_long_concludes_and_pauses_do_not_count() -> None:
    world = World()
    world.clock.move(minutes=20)
    world.control.pause(ANN, "dgn_1")
    world.clock.move(minutes=3 * 24 * 60)
    assert world.control.decide("dgn_1") == "paused"
    world.control.resume(ANN, "dgn_1")

    assert world.control.decide("dgn_1") == "go"
    world.clock.move(minutes=11)
    assert world.control.decide("dgn_1") == "conclude"


@pytest.mark.parametrize("move", ["pause", "resume", "cancel"])
def test_asking_for_the_state_that_it_has_finishes_what_may_be_missing(move: str) -> None:
    world = World()
    if move == "resume":
        world.control.pause(ANN, "dgn_1")
    getattr(world.control, move)(ANN, "dgn_1")
    written = world.log.read("dgn_1")
    header = world.diagnoses.header("dgn_1")
    assert header
    world.diagnoses.update(header._replace(status="stale", ended_at=None))
    world.diagnoses.hold("dgn_1", "token")

    again = getattr(world.control, move)(ANN, "dgn_1")

    assert world.log.read("dgn_1") == written
    assert world.status() in (again.status, "cancelled")


def test_what_is_not_possible_in_this_state_is_refused() -> None:
    world = World()
    world.control.cancel(ANN, "dgn_1")

    for refused in (world.control.pause, world.control.resume):
        with pytest.raises(IllegalTransition):
            refused(ANN, "dgn_1")

    assert [event.type for event in world.log.read("dgn_1")] == [
        "diagnosis-started",
        "diagnosis-cancelled",
    ]


def test_a_diagnosis_of_another_project_does_not_exist() -> None:
    with pytest.raises(NotFound):
        World().control.cancel(EVE, "dgn_1")
