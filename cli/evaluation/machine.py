"""The state machine of a diagnosis in this process: its steps in their order, as the file
`statemachines/diagnosis.asl.json` has them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from casebook.agents.specialist import Specialist
from casebook.diagnosis.control import Control
from casebook.diagnosis.coordinating import Coordinating
from casebook.diagnosis.finishing import Notifying
from casebook.diagnosis.investigating import Investigating
from casebook.diagnosis.preparing import Preparing
from casebook.diagnosis.steps import Assessed, Coordinate, Round
from local.memory.clock import FakeClock

T = TypeVar("T")

_SECONDS_TO_THE_FIRST_LOOK = 2.0
_SECONDS_TO_LOOK = 1.0


@dataclass
class Machine:
    """`specialists` look side by side on AWS, and here one after the other, each so many times as
    it is delivered."""

    preparing: Preparing
    coordinating: Coordinating
    investigating: Investigating
    notifying: Notifying
    control: Control
    specialists: Mapping[str, Specialist]
    clock: FakeClock
    alone: bool = False
    deliveries: int = 1

    def run(self, diagnosis_id: str) -> None:
        """From the first step to the last."""
        self.invoke(lambda: self.preparing.prepare(diagnosis_id))
        self.clock.move(seconds=_SECONDS_TO_THE_FIRST_LOOK)
        if self.alone:
            asked = Coordinate(diagnosis_id=diagnosis_id, step="investigate")
            self.invoke(lambda: self.coordinating.run(asked))
        elif not self._investigate(diagnosis_id):
            return
        self._coordinate(diagnosis_id, "conclude")
        self.invoke(lambda: self.notifying.notify(diagnosis_id))

    def invoke(self, step: Callable[[], T]) -> T:
        """Run one step; where a test makes it die, this is what tries it again."""
        return step()

    def look(self, name: str, diagnosis_id: str, round: int) -> None:
        """One specialist's step."""
        for _ in range(self.deliveries):
            self.invoke(lambda: self.investigating.run(self.specialists[name], diagnosis_id, round))

    def _investigate(self, diagnosis_id: str) -> bool:
        """As many rounds of specialists as the coordinator wants; False if it was cancelled."""
        planned = self._coordinate(diagnosis_id, "plan")
        assert isinstance(planned, Round)
        agents, round = planned.agents, planned.round
        while (decision := self.invoke(lambda: self.control.decide(diagnosis_id))) == "go":
            for name in agents:
                self.look(name, diagnosis_id, round)
            assessed = self._coordinate(diagnosis_id, "assess", round)
            assert isinstance(assessed, Assessed)
            if assessed.next == "conclude":
                return True
            agents, round = assessed.agents, assessed.round
            self.clock.move(seconds=assessed.wait_seconds + _SECONDS_TO_LOOK)
        return decision == "conclude"

    def _coordinate(self, diagnosis_id: str, step: str, round: int = 1) -> object:
        asked = Coordinate.model_validate(
            {"diagnosis_id": diagnosis_id, "step": step, "round": round}
        )
        return self.invoke(lambda: self.coordinating.run(asked))
