"""The state machine of a diagnosis in this process: its steps in their order, as the file
`statemachines/diagnosis.asl.json` has them."""

from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from casebook.agents.specialist import Specialist
from casebook.diagnosis.control import Control
from casebook.diagnosis.coordinating import Coordinating
from casebook.diagnosis.finishing import Failing, Notifying
from casebook.diagnosis.investigating import Investigating
from casebook.diagnosis.preparing import Preparing
from casebook.diagnosis.steps import Coordinate
from casebook.domain import ids
from local.memory.clock import FakeClock

_SECONDS_TO_THE_FIRST_LOOK = 2.0
_SECONDS_TO_LOOK = 1.0


class StepFailed(Exception):
    """A step failed at every attempt."""


class HoldTimedOut(Exception):
    """Nobody answered the token of a paused diagnosis in time; the gate is asked anew."""


class Step(NamedTuple):
    """One task. Its result is what `call` returns; where it `holds`, that is a token, and what this
    is answered with is the result."""

    name: str
    call: Callable[[], Any]
    holds: bool = False


Steps = Generator[Step, Any, None]


@dataclass
class Machine:
    """`specialists` look side by side on AWS, and here one after the other, each so many times as
    it is delivered."""

    preparing: Preparing
    coordinating: Coordinating
    investigating: Investigating
    notifying: Notifying
    failing: Failing
    control: Control
    specialists: Mapping[str, Specialist]
    clock: FakeClock
    alone: bool = False
    deliveries: int = 1

    def run(self, diagnosis_id: str) -> None:
        """From the first step to the last, or to the gate that holds it."""
        steps = self.steps(diagnosis_id)
        with suppress(StopIteration):
            step = next(steps)
            while not step.holds:
                try:
                    result = self.invoke(step.call)
                except StepFailed as failed:
                    step = steps.throw(failed)
                else:
                    step = steps.send(result)

    def invoke(self, call: Callable[[], Any]) -> Any:
        """Run one step; where a test makes it die, this is what tries it again. Raises StepFailed
        when it was tried often enough."""
        return call()

    def steps(self, diagnosis_id: str) -> Steps:
        """The tasks in their order. The result of each is sent in; one that failed for good is
        thrown in as StepFailed, a token that nobody answered as HoldTimedOut."""
        try:
            yield from self._to_the_notice(diagnosis_id)
        except StepFailed:
            fail = partial(self.failing.fail, diagnosis_id, "States.TaskFailed", "it died")
            with suppress(StepFailed):
                yield Step("RecordFailure", fail)

    def _to_the_notice(self, diagnosis_id: str) -> Steps:
        prepared = yield Step("Prepare", lambda: self.preparing.prepare(diagnosis_id))
        self.clock.move(seconds=_SECONDS_TO_THE_FIRST_LOOK)
        if self.alone or prepared.mode == "simple":
            yield self._coordinate(diagnosis_id, "investigate")
        elif (yield from self._investigate(diagnosis_id)) == "cancelled":
            return
        yield self._coordinate(diagnosis_id, "conclude")
        with suppress(StepFailed):
            yield Step("Notify", lambda: self.notifying.notify(diagnosis_id))

    def _investigate(self, diagnosis_id: str) -> Generator[Step, Any, str]:
        """As many rounds of specialists as the coordinator wants; how it went on after them."""
        planned = yield self._coordinate(diagnosis_id, "plan")
        agents, round = planned.agents, planned.round
        while (decision := (yield from self._gate(diagnosis_id))) == "go":
            for name in agents:
                yield from self._look(diagnosis_id, name, round)
            assessed = yield self._coordinate(diagnosis_id, "assess", round=round)
            if assessed.next == "conclude":
                return "conclude"
            agents, round = assessed.agents, assessed.round
            self.clock.move(seconds=assessed.wait_seconds + _SECONDS_TO_LOOK)
        return decision

    def _gate(self, diagnosis_id: str) -> Generator[Step, Any, str]:
        """Whether the next round may begin; a paused diagnosis waits."""
        decision = "paused"
        while decision == "paused":
            decision = yield Step("Gate", lambda: self.control.decide(diagnosis_id))
            if decision == "paused":
                with suppress(HoldTimedOut):
                    decision = yield Step("Hold", lambda: self._hold(diagnosis_id), holds=True)
        return str(decision)

    def _hold(self, diagnosis_id: str) -> str:
        """Every attempt has a token of its own."""
        token = ids.new_id(ids.CALL)
        self.control.hold(diagnosis_id, token)
        return token

    def _look(self, diagnosis_id: str, name: str, round: int) -> Steps:
        """One specialist's step; where it fails for good, the diagnosis goes on without it."""
        run = partial(self.investigating.run, self.specialists[name], diagnosis_id, round)
        try:
            for _ in range(self.deliveries):
                yield Step(name, run)
        except StepFailed:
            failed: dict[str, object] = {"round": round, "agent": name, "error": "it died"}
            with suppress(StepFailed):
                yield self._coordinate(diagnosis_id, "record-failure", **failed)

    def _coordinate(self, diagnosis_id: str, step: str, **asked: object) -> Step:
        task = Coordinate.model_validate({"diagnosis_id": diagnosis_id, "step": step, **asked})
        return Step(step, lambda: self.coordinating.run(task))
