"""The chat agent with a language model: it looks things up, answers from them, and cites them.

What it said is read against the evidence afterwards, and sentences that are not supported are named
at the answer's end. When no model answers, or no budget is left, the rules do, and it is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebook.agents import conversation
from casebook.agents.briefing import system_prompt
from casebook.agents.conversation import Answer, Cost, Delta, Situation, Step, Withdrawal
from casebook.agents.fencing import Fence
from casebook.agents.intents import Intent
from casebook.agents.loop import Course, Ended, Ending, Loop, LoopLimits, Paid, Text, Withdrawn
from casebook.agents.memory import remembered
from casebook.agents.prompts import prompt
from casebook.agents.support import cited_in, unsupported
from casebook.budget.spending import Spending
from casebook.domain.message import Message
from casebook.domain.model import iso
from casebook.models.chain import Chain
from casebook.models.transcript import ToolSchema, Transcript, UserMessage
from casebook.tools.registry import Toolbox
from casebook.tools.tool import Scope

_INSTEAD = {
    Ending.NO_MODEL: "No language model answers at the moment, so this is what fixed rules find.",
    Ending.OUT_OF_BUDGET: "There is no budget left for a language model ({why}), so this is what"
    " fixed rules find.",
}
_AFTERWARDS = {
    Ending.OUT_OF_STEPS: "I stopped here: I had looked things up as often as I may.",
    Ending.CUT_SHORT: "The answer was cut short: it is as long as it may be.",
}


@dataclass(frozen=True)
class ModelConversation:
    """One turn. `session` is the id of the session; `background` is what was prepared for it."""

    chain: Chain
    spending: Spending
    session: str
    limits: LoopLimits
    background: str = ""

    def __call__(
        self,
        question: str,
        history: Sequence[Message],
        toolbox: Toolbox,
        scope: Scope,
        situation: Situation | None = None,
    ) -> Iterator[Step]:
        """Answer a question about the workload; see `conversation.answer`."""
        fence = Fence.of(self.session)
        loop = Loop(self.chain, toolbox, self.spending, _straight_on, fence, limits=self.limits)
        standing = ""  # what was said in earlier steps, which no provider's failure takes back
        text = ""
        for said in loop.run(self._transcript(question, history, toolbox, scope, fence)):
            match said:
                case Text():
                    text += said.text
                    yield Delta(said.text)
                case Withdrawn():
                    text = standing
                    yield Withdrawal(said.reason)
                    if standing:
                        yield Delta(standing)
                case Paid():
                    yield Cost(said.recorded)
                case Ended():
                    yield from self._end(said, text, question, history, toolbox, scope, situation)
                case _:
                    if text != standing and not text.endswith("\n"):
                        text += "\n\n"
                        yield Delta("\n\n")
                    standing = text

    def _end(
        self,
        ended: Ended,
        text: str,
        question: str,
        history: Sequence[Message],
        toolbox: Toolbox,
        scope: Scope,
        situation: Situation | None,
    ) -> Iterator[Step]:
        """What comes after the model's own words: what is wrong with them, or the rules' answer."""
        if instead := _INSTEAD.get(ended.ending):
            notice = f"{instead.format(why=ended.why)}\n\n"
            yield Delta(notice)
            for step in conversation.answer(question, history, toolbox, scope, situation):
                match step:
                    case Answer():
                        whole = f"{text}{notice}{step.text}"
                        yield Answer(whole, cited_in(whole), step.intent)
                    case _:
                        yield step
            return
        doubts = unsupported(text, [run.evidence for run in ended.runs], scope.window)
        notes = [_AFTERWARDS[ended.ending]] if ended.ending in _AFTERWARDS else []
        notes += [f"Not supported by the evidence ({e.reason}): “{e.sentence}”" for e in doubts]
        tail = "".join(f"\n\n> {note}" for note in notes)
        if tail:
            yield Delta(tail)
        yield Answer(
            text + tail,
            cited_in(text),
            Intent.UNKNOWN,
            model=str(ended.model),
            unsupported=tuple(each.sentence for each in doubts),
        )

    def _transcript(
        self,
        question: str,
        history: Sequence[Message],
        toolbox: Toolbox,
        scope: Scope,
        fence: Fence,
    ) -> Transcript:
        """System prompt and background come first and never change, then what was said, then the
        time and the question: the part that differs from turn to turn is at the end."""
        system = system_prompt("the chat agent", scope.workload, fence, prompt("chat"))
        now = f"(It is {iso(scope.now)}.)"
        earlier = [each for each in history if each.text != question or each is not history[-1]]
        return Transcript(
            f"{system}\n{self.background}".rstrip(),
            (*remembered(earlier, fence), UserMessage(f"{question}\n\n{now}")),
            tuple(map(ToolSchema.of, toolbox.tools)),
        )


def _straight_on() -> Course:
    return Course.GO_ON
