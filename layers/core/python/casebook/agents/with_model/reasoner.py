"""A specialist that reasons with a language model, beside its rules and never instead of them.

The rules look first, and what they found stands whatever the model says: it may add findings, which
the same checker reads, and it can take none away. So a model that is misled by what it read cannot
make an incident look healthy.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from casebook.agents.specialist import Outcome, Run, SecondLook, Specialist
from casebook.agents.with_model.assistant import Assistant
from casebook.agents.with_model.briefing import gathered, occasion, specialist_part, system_prompt
from casebook.agents.with_model.fencing import Fence
from casebook.agents.with_model.findings_form import NAME, FindingsForm
from casebook.agents.with_model.loop import Ended, Ending, LoopLimits
from casebook.domain.finding import BY_MODEL, Finding
from casebook.models.transcript import ToolSchema, Transcript, UserMessage
from casebook.tools.registry import Toolbox

_WHY = {
    Ending.OUT_OF_STEPS: "the language model came to no end",
    Ending.OUT_OF_TIME: "there was no time left for a language model",
    Ending.OUT_OF_BUDGET: "{why}",
    Ending.NO_MODEL: "{why}",
    Ending.CUT_SHORT: "the language model's answer was cut short",
    Ending.FINISHED: "the language model reported nothing",
}


@dataclass(frozen=True)
class Reasoner:
    """One step of one specialist."""

    assistant: Assistant
    limits: LoopLimits

    def reason(
        self, agent: Specialist, runs: Sequence[Run], toolbox: Toolbox, known: Sequence[Finding]
    ) -> SecondLook:
        """Let a model look at what was gathered and at the findings that are `known` already."""
        fence, form = Fence(), FindingsForm(toolbox.scope.workload)
        transcript = Transcript(
            system_prompt(
                f"the {agent.name}",
                toolbox.scope.workload,
                fence,
                specialist_part(agent.task, toolbox.scope, NAME),
            ),
            (UserMessage(f"{occasion(toolbox.scope, fence)}\n\n{gathered(runs, known, fence)}"),),
            (*map(ToolSchema.of, toolbox.tools), form.schema),
        )
        ended = self.assistant.work(transcript, fence, toolbox, self.limits, form, runs)
        findings = form.findings(agent.name, f"{BY_MODEL}{ended.model}")
        return SecondLook(Outcome(findings, _gaps(form, ended)), ended.runs)


def only_rules(why: str) -> str:
    """The gap that is left when no model looked."""
    return f"Only fixed rules looked at this: {why}."


def _gaps(form: FindingsForm, ended: Ended) -> tuple[str, ...]:
    if form.report:
        return tuple(f"{ended.model} could not tell: {each}" for each in form.report.unanswered)
    return (only_rules(_WHY[ended.ending].format(why=ended.why)),)
