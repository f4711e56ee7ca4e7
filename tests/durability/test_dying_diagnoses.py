"""Every step of a diagnosis, and the intake of its alarm, die at each of their effects.

Step Functions tries a step again, and then ends the diagnosis as failed. Whatever died: the
diagnosis ends, its header says so, its workload is free, and what it found is what it would have.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any

import pytest

from casebook import threads
from casebook.domain.diagnosis import Diagnosis
from casebook.errors import CasebookError
from casebook.models.chain import Chain
from cli.evaluation.machine import Machine, StepFailed
from cli.evaluation.replay import Replay
from tests.durability.diagnoses import (
    ATTEMPTS,
    SCENARIO,
    check_ended,
    count_effects,
    told,
    undisturbed,
)
from tests.durability.killing import Died, Effects, Kill, Moment
from tests.evals.suite import scenario

MOMENTS: tuple[Moment, Moment] = ("before", "after")


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that dies would be waited for: with the process, all of them are gone at once."""
    monkeypatch.setattr(threads, "start", lambda call, *given, **named: call(*given, **named))


@dataclass
class RetryingMachine(Machine):
    """Step Functions' part: a step that died is tried again, twice."""

    effects: Effects = None  # type: ignore[assignment]

    def invoke(self, call: Callable[[], Any]) -> Any:
        for _ in range(ATTEMPTS):
            try:
                with self.effects.process("step"):
                    return call()
            except (Died, CasebookError):
                self.clock.move(seconds=1)
        raise StepFailed


class Incident:
    """One alarm and what becomes of it."""

    def __init__(
        self, kill: Kill | None = None, open_chain: Callable[[], Chain] | None = None
    ) -> None:
        self.replay = Replay(scenario(SCENARIO), open_chain=open_chain)
        self.effects = Effects(kill)
        replay: Any = self.replay
        self.log, self.diagnoses, self.clock = replay._log, replay._diagnoses, replay._clock
        count_effects(self.effects, self.replay)

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
        RetryingMachine(**given, effects=self.effects).run(diagnosis_id)
        return self.replay.states.load(diagnosis_id)


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
    check_ended(incident.replay, diagnosis.diagnosis_id)
    assert told(diagnosis) == undisturbed()
    assert 1 <= len(incident.replay.publisher.published) <= 1 + deaths


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", range(0, effects_of_all_steps(), 4))
def test_a_step_that_dies_every_time_ends_the_diagnosis(effect: int, moment: Moment) -> None:
    incident = Incident(Kill(effect, moment, ATTEMPTS, "step"))

    check_ended(incident.replay, incident.run().diagnosis_id)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", range(3))
def test_an_intake_that_dies_is_finished_by_the_redelivery(effect: int, moment: Moment) -> None:
    incident = Incident(Kill(effect, moment, 1, "intake"))

    diagnosis = incident.run()

    check_ended(incident.replay, diagnosis.diagnosis_id)
    assert told(diagnosis) == undisturbed()


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
