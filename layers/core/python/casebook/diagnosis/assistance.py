"""Where language models help with a diagnosis, and on what terms.

Nothing of them is loaded for a diagnosis that has the deterministic engine.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.agents.specialist import Outcome, Run, SecondLook, Specialist
from casebook.diagnosis.state import DiagnosisStream
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.event import Draft
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.finding import Finding
from casebook.domain.report import Narrative, Report
from casebook.domain.workload import Workload
from casebook.engine import Engine, EngineChoice
from casebook.errors import CasebookError
from casebook.observability import logger
from casebook.tools.registry import Toolbox

if TYPE_CHECKING:
    from casebook.agents.with_model.assistant import Assistant
    from casebook.budget.spending import Spending
    from casebook.domain.budget import Spender
    from casebook.models.chain import Chain

# Kept of a step's time: for tools that were called at the last moment (the slowest has 30 seconds),
# and for reporting what was found.
_ROOM_SECONDS = 45.0
_MOST_STEPS = 8
_STORY_SECONDS = 60.0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Work:
    """The step that a model helps with. Its events are the actor's, caused by the event `parent`;
    it `began` when this was made, by the monotonic clock."""

    diagnosis: Diagnosis
    stream: DiagnosisStream
    actor: str
    parent: int
    began: float = field(default_factory=time.monotonic)

    def pay(self, recorded: Sequence[UsageRecorded]) -> None:
        """Put on record what a call cost. Raises StreamEnded."""
        self.stream.append(*(Draft(self.actor, each, self.parent) for each in recorded))


@dataclass(frozen=True, eq=False, repr=False)
class Assistance:
    """`open_chain` answers None where no models are configured, and raises where they are not
    configured well. `step_seconds` is how long a step may take before its function is ended."""

    engine: EngineChoice
    open_chain: "Callable[[], Chain | None]"
    open_spending: "Callable[[Spender], Spending]"
    step_seconds: float

    def is_for(self, diagnosis: Diagnosis) -> bool:
        return self.engine.of(diagnosis.diagnosis_id) is Engine.MODEL

    def reason(
        self,
        work: Work,
        agent: Specialist,
        runs: Sequence[Run],
        toolbox: Toolbox,
        known: Sequence[Finding],
    ) -> SecondLook:
        """Let a model look after the rules. What kept it from looking is a gap, never raised.

        Raises:
            StreamEnded: the diagnosis ended meanwhile.
        """
        from casebook.agents.with_model.loop import LoopLimits
        from casebook.agents.with_model.reasoner import Reasoner, only_rules

        try:
            assistant = self._assistant(work)
        except CasebookError as error:
            logger.warning("no model could be asked", why=error.detail)
            why = f"{error.title[:1].lower()}{error.title[1:]} ({error.detail})"
            return SecondLook(Outcome((), (only_rules(why),)))
        if assistant is None:
            return SecondLook()
        seconds = work.began + self.step_seconds - _ROOM_SECONDS - time.monotonic()
        limits = LoopLimits(_MOST_STEPS, seconds)
        return Reasoner(assistant, limits).reason(agent, runs, toolbox, known)

    def narrate(self, work: Work, report: Report, workload: Workload) -> Report:
        """The report with its story, and with what the telling cost; as it was where there is no
        model to tell it, or none that does.

        Raises:
            StreamEnded: the diagnosis ended meanwhile.
        """
        if not self.is_for(work.diagnosis):
            return report
        story = self._story(work, report, workload)
        cost = work.stream.diagnosis.usage.cost_usd
        return report.model_copy(update={"narrative": story, "cost_usd": cost})

    def _story(self, work: Work, report: Report, workload: Workload) -> Narrative | None:
        from casebook.agents.with_model.loop import LoopLimits
        from casebook.agents.with_model.narrative import Narrator

        try:
            assistant = self._assistant(work)
        except CasebookError as error:
            logger.warning("no model could be asked", why=error.detail)
            return None
        if assistant is None or work.diagnosis.window is None:
            return None
        narrator = Narrator(assistant, LoopLimits(steps=1, seconds=_STORY_SECONDS))
        return narrator.tell(report, work.diagnosis.evidence, workload, work.diagnosis.window)

    def _assistant(self, work: Work) -> "Assistant | None":
        from casebook.agents.with_model.assistant import Assistant
        from casebook.budget.spenders import of_diagnosis
        from casebook.diagnosis.steering import DiagnosisSteering

        chain = self.open_chain()
        if chain is None:
            return None
        return Assistant(
            chain,
            self.open_spending(of_diagnosis(work.diagnosis)),
            DiagnosisSteering(work.stream),
            work.pay,
        )
