"""Every step of a diagnosis, and the intake of its alarm, die at each of their effects.

Step Functions tries a step again, and then ends the diagnosis as failed. Whatever died: the
diagnosis ends, its header says so, its workload is free, and what it found is what it would have.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, TypeVar

import pytest

from casebook import threads
from casebook.diagnosis.finishing import Failing
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.event import Event
from casebook.errors import CasebookError
from casebook.streams import FINAL_TYPES
from cli.evaluation.machine import Machine
from cli.evaluation.replay import Replay
from tests.durability.killing import Died, Effects, Kill, Moment
from tests.evals.suite import scenario

T = TypeVar("T")
MOMENTS: tuple[Moment, Moment] = ("before", "after")
SCENARIO = "bad-deploy-node"
ATTEMPTS = 3  # of a step: the first, and the two that the state machine's file asks for


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that dies would be waited for: with the process, all of them are gone at once."""
    monkeypatch.setattr(threads, "start", lambda call, *given, **named: call(*given, **named))


class StepFailed(Exception):
    """A step died every time."""


@dataclass
class RetryingMachine(Machine):
    """Step Functions' part: a step that died is tried again, twice."""

    effects: Effects = None  # type: ignore[assignment]

    def invoke(self, step: Callable[[], T]) -> T:
        for _ in range(ATTEMPTS):
            try:
                with self.effects.process("step"):
                    return step()
            except (Died, CasebookError):
                self.clock.move(seconds=1)
        raise StepFailed


class Incident:
    """One alarm and what becomes of it."""

    def __init__(self, kill: Kill | None = None) -> None:
        self.replay = Replay(scenario(SCENARIO))
        self.effects = Effects(kill)
        replay: Any = self.replay
        self.log, self.diagnoses, self.clock = replay._log, replay._diagnoses, replay._clock
        self.effects.of(self.log, "append", "put_snapshot")
        self.effects.of(self.diagnoses, "open", "update", "hold", "release")
        self.effects.of(replay._evidence, "put")
        self.effects.of(replay._workflow, "start", "answer")
        self.effects.of(replay.publisher, "publish")

    def run(self) -> Diagnosis:
        self.replay.register()
        for _ in range(ATTEMPTS):  # SNS delivers again
            with suppress(Died), self.effects.process("intake"):
                self.replay.fire()
                break
            self.clock.move(seconds=60)
        return self.diagnose(self.replay.diagnosis_id)

    def diagnose(self, diagnosis_id: str) -> Diagnosis:
        machine = self.replay.machine
        given = {each.name: getattr(machine, each.name) for each in fields(machine)}
        retrying = RetryingMachine(**given, effects=self.effects)
        try:
            retrying.run(diagnosis_id)
        except StepFailed:
            failing = Failing(self.replay.desk, self.replay.draining)
            retrying.invoke(lambda: failing.fail(diagnosis_id, "States.TaskFailed", "it died"))
        return self.replay.states.load(diagnosis_id)


@cache
def undisturbed() -> Diagnosis:
    return Incident().run()


def check(incident: Incident, diagnosis: Diagnosis) -> list[Event]:
    """What holds of every diagnosis that has ended, however it did."""
    events: list[Event] = incident.log.read(diagnosis.diagnosis_id)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.type in FINAL_TYPES for event in events].index(True) == len(events) - 1
    header = incident.diagnoses.header(diagnosis.diagnosis_id)
    assert header.ended_at is not None
    assert header.status == diagnosis.status.value
    assert incident.diagnoses._open == {}
    return events


def told(diagnosis: Diagnosis) -> dict[str, Any]:
    """What a report says, without the ids and times that differ from run to run."""
    report = diagnosis.report
    assert report is not None
    cause = report.root_cause
    return {
        "verdict": report.verdict,
        "cause": cause and (cause.resource, cause.category),
        "confidence": report.confidence,
        "findings": sorted({(f.agent, f.rule, f.resource or "") for f in diagnosis.findings}),
    }


def effects_of_all_steps() -> int:
    incident = Incident(Kill(-1, "before", 1, "step"))
    incident.run()
    return incident.effects.total


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", range(effects_of_all_steps()))
def test_a_step_that_dies_and_is_tried_again_changes_no_conclusion(
    effect: int, moment: Moment, times: int
) -> None:
    incident = Incident(Kill(effect, moment, times, "step"))

    diagnosis = incident.run()

    deaths = incident.effects.deaths
    assert 1 <= deaths <= times  # a step that is tried again does no more than was left to do
    check(incident, diagnosis)
    assert told(diagnosis) == told(undisturbed())
    assert 1 <= len(incident.replay.publisher.published) <= 1 + deaths


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", range(0, effects_of_all_steps(), 4))
def test_a_step_that_dies_every_time_ends_the_diagnosis(effect: int, moment: Moment) -> None:
    incident = Incident(Kill(effect, moment, ATTEMPTS, "step"))

    check(incident, incident.run())


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", range(3))
def test_an_intake_that_dies_is_finished_by_the_redelivery(effect: int, moment: Moment) -> None:
    incident = Incident(Kill(effect, moment, 1, "intake"))

    diagnosis = incident.run()

    check(incident, diagnosis)
    assert told(diagnosis) == told(undisturbed())


def test_an_alarm_that_comes_after_a_death_behind_the_last_event_opens_a_diagnosis() -> None:
    """The diagnosis has concluded, and nobody has closed it yet."""
    incident = Incident()
    incident.effects.of(incident.diagnoses, "header")
    diagnosis_id = incident.run().diagnosis_id
    header = incident.diagnoses.header(diagnosis_id)
    incident.diagnoses._headers[diagnosis_id] = header._replace(status="running", ended_at=None)
    incident.diagnoses._open[header.workload_id] = diagnosis_id

    incident.clock.move(seconds=300)
    incident.replay.fire(later=300)

    assert incident.replay.newest != diagnosis_id
    assert incident.diagnoses.header(diagnosis_id).status == "concluded"
