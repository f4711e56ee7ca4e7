"""A specialist that reasons with a language model, beside its rules and never instead of them.

The rules look first, and what they found stands whatever the model says: it may add findings, which
the same checker reads, and it can take none away. So a model that is misled by what it read cannot
make an incident look healthy.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casebook.agents.briefing import gathered, specialist_part, system_prompt
from casebook.agents.fencing import Fence
from casebook.agents.findings_form import NAME, FindingsForm
from casebook.agents.loop import Ended, Ending, Loop, LoopLimits, Paid, Steering
from casebook.agents.second_opinion import BY_MODEL
from casebook.agents.specialist import Outcome, Run, Specialist
from casebook.budget.spending import Spending
from casebook.domain.events.tools import UsageRecorded
from casebook.models.chain import Chain
from casebook.models.transcript import ToolSchema, Transcript, UserMessage
from casebook.tools.registry import Toolbox

_WHY = {
    Ending.OUT_OF_STEPS: "it came to no end",
    Ending.OUT_OF_BUDGET: "the budget is used up",
    Ending.NO_MODEL: "no language model answered",
    Ending.CUT_SHORT: "its answer was cut short",
    Ending.FINISHED: "it reported nothing",
}


@dataclass(frozen=True)
class Reasoning:
    """What reasoning with a model added: findings, gaps, and the runs they may cite."""

    outcome: Outcome
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Reasoner:
    """`pay` is told what each call cost, as it happens."""

    chain: Chain
    spending: Spending
    steering: Steering
    pay: Callable[[Sequence[UsageRecorded]], None]
    limits: LoopLimits

    def reason(
        self, agent: Specialist, runs: Sequence[Run], toolbox: Toolbox, by_rules: Outcome
    ) -> Reasoning:
        """Let a model look at what was gathered and at what the rules made of it."""
        fence, form = Fence(), FindingsForm(toolbox.scope.workload)
        loop = Loop(
            self.chain,
            toolbox,
            self.spending,
            self.steering,
            fence,
            limits=self.limits,
            form=form,
            gathered=runs,
        )
        transcript = Transcript(
            system_prompt(
                f"the {agent.name}",
                toolbox.scope.workload,
                fence,
                specialist_part(agent.task, toolbox.scope, NAME),
            ),
            (UserMessage(gathered(runs, by_rules.findings, fence)),),
            (*map(ToolSchema.of, toolbox.tools), form.schema),
        )
        ended = self._ended(loop, transcript)
        findings = form.findings(agent.name, f"{BY_MODEL}{ended.model}")
        return Reasoning(Outcome(findings, _gaps(form, ended)), ended.runs)

    def _ended(self, loop: Loop, transcript: Transcript) -> Ended:
        for said in loop.run(transcript):
            match said:
                case Paid():
                    self.pay(said.recorded)
                case Ended():
                    return said
        raise AssertionError("a loop ends with Ended")


def _gaps(form: FindingsForm, ended: Ended) -> tuple[str, ...]:
    if form.report:
        return form.report.unanswered
    why = f" ({ended.why})" if ended.why else ""
    return (f"Only fixed rules looked at this: {_WHY[ended.ending]}{why}.",)
