"""The chat agent with a language model: it looks things up, answers from them, and cites them.

What it said is read against the evidence afterwards, and sentences that are not supported are named
at the answer's end. When no model answers, or no budget is left, the rules do, and it is said.
"""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass

from casebook.agents.with_model.briefing import described, system_prompt
from casebook.agents.with_model.fencing import Fence
from casebook.agents.with_model.loop import (
    Committed,
    Course,
    Ended,
    Ending,
    Loop,
    LoopLimits,
    Paid,
    Text,
    Withdrawn,
)
from casebook.agents.with_model.prompts import prompt
from casebook.budget.spending import Spending
from casebook.chat.answering.by_rules import by_rules
from casebook.chat.conversing.background import Background
from casebook.chat.conversing.memory import remembered
from casebook.chat.exchange import Answer, Cost, Delta, Exchange, Situation, Step, Withdrawal
from casebook.citing.support import Doubt, cited_in, unsupported
from casebook.domain.evidence import Evidence
from casebook.models.chain import Chain
from casebook.models.transcript import ToolSchema, Transcript, UserMessage
from casebook.observability import logger
from casebook.tools.registry import Toolbox

_INSTEAD = {
    Ending.NO_MODEL: "No language model answers at the moment, so this is what fixed rules find.",
    Ending.OUT_OF_TIME: "The language model took too long, so this is what fixed rules find.",
    Ending.OUT_OF_BUDGET: "A language model cannot be asked now ({why}), so this is what fixed"
    " rules find.",
}
_NO_WORDS = "The language model came to no answer, so this is what fixed rules find."
_AFTERWARDS = {
    Ending.OUT_OF_STEPS: "I stopped here: I had looked things up as often as I may.",
    Ending.CUT_SHORT: "The answer was cut short: it is as long as it may be.",
}
_MOST_DOUBTS_TOLD = 5


@dataclass(frozen=True)
class ModelConversation:
    """One turn. `session` is the id of the session; `background` is what was prepared for it."""

    chain: Chain
    spending: Spending
    session: str
    limits: LoopLimits
    background: Callable[[Toolbox], Background]

    def __call__(self, exchange: Exchange) -> Generator[Step, None, None]:
        """Answer the question; see `conversation.answer`."""
        fence = Fence.of(self.session)
        background = self.background(exchange.toolbox)
        transcript = _transcript(exchange, background.text, fence)
        loop = Loop(
            self.chain, exchange.toolbox, self.spending, _straight_on, fence, limits=self.limits
        )
        said = _Said()
        with closing(loop.run(transcript)) as work:
            for each in work:
                match each:
                    case Text():
                        yield Delta(said.more(each.text))
                    case Withdrawn():
                        said.withdraw()
                        yield Withdrawal(each.reason)
                        if said.text:
                            yield Delta(said.text)
                    case Committed():
                        said.commit()
                    case Paid():
                        yield Cost(each.recorded)
                    case Ended():
                        known = (*exchange.evidence, *background.evidence)
                        evidence = (*known, *(run.evidence for run in each.runs))
                        yield from _end(each, said.text, evidence, exchange, fence)


@dataclass(slots=True)
class _Said:
    """The answer as it grows. What was said before a look-up stands, whoever fails after it."""

    text: str = ""
    _standing: str = ""

    def more(self, piece: str) -> str:
        """Add a piece; returns it as it is to be shown: a new step begins a new paragraph."""
        begins = self.text == self._standing and self.text and not self.text.endswith("\n")
        shown = f"\n\n{piece}" if begins else piece
        self.text += shown
        return shown

    def withdraw(self) -> None:
        self.text = self._standing

    def commit(self) -> None:
        self._standing = self.text


def _end(
    ended: Ended, text: str, evidence: tuple[Evidence, ...], exchange: Exchange, fence: Fence
) -> Generator[Step, None, None]:
    """What comes after the model's own words: what is wrong with them, or the rules' answer."""
    known = {each.id for each in evidence}
    given = f"{exchange.question.text}\n{described(exchange.scope.workload, fence)}"
    doubts = unsupported(text, evidence, exchange.scope.window, given)
    model = str(ended.model) if ended.model and text.strip() else None
    answer = Answer(
        text,
        tuple(each for each in cited_in(text) if each in known),
        model=model,
        unsupported=tuple(each.sentence for each in doubts),
    )
    if ended.ending in _INSTEAD or not text.strip():
        logger.warning("rules answer in a model's place", ending=ended.ending.value, why=ended.why)
        yield from _answered_by_rules(answer, ended, doubts, exchange)
        return
    tail = _quoted([_AFTERWARDS[ended.ending]] if ended.ending in _AFTERWARDS else [], doubts)
    if tail:
        yield Delta(tail)
    yield answer._replace(text=text + tail)


def _answered_by_rules(
    begun: Answer, ended: Ended, doubts: tuple[Doubt, ...], exchange: Exchange
) -> Generator[Step, None, None]:
    """The rules' answer, behind what the model had said that stands."""
    tail = _quoted([], doubts)
    joint = "\n\n" if begun.text.strip() else ""
    if tail or joint:
        yield Delta(tail + joint)
    notice = _INSTEAD.get(ended.ending, _NO_WORDS).format(why=ended.why)
    for step in by_rules(exchange, notice):
        match step:
            case Answer():
                yield begun._replace(
                    text=begun.text + tail + joint + step.text,
                    evidence=tuple(dict.fromkeys((*begun.evidence, *step.evidence))),
                )
            case _:
                yield step


def _quoted(notes: list[str], doubts: tuple[Doubt, ...]) -> str:
    """Notes at an answer's end; of many doubts the first few, and how many more there are."""
    told = doubts[:_MOST_DOUBTS_TOLD]
    notes += [f"Not supported by the evidence ({e.reason}): “{e.sentence}”" for e in told]
    if more := len(doubts) - len(told):
        notes.append(f"{more} more sentences are not supported by the evidence.")
    return "".join(f"\n\n> {note}" for note in notes)


def _transcript(exchange: Exchange, background: str, fence: Fence) -> Transcript:
    """System prompt and background come first and never change, then what was said, then the
    question; what differs from turn to turn comes last."""
    system = system_prompt("the chat agent", exchange.scope.workload, fence, prompt("chat"))
    said = remembered((*exchange.earlier, exchange.question), fence)
    known = _situated(exchange.situation, fence)
    return Transcript(
        f"{system}\n{background}".rstrip(),
        (*said, *([UserMessage(known)] if known else [])),
        tuple(map(ToolSchema.of, exchange.toolbox.tools)),
    )


def _straight_on() -> Course:
    """A session that ends is noticed when its stream is written to."""
    return Course.GO_ON


def _situated(situation: Situation, fence: Fence) -> str:
    """What is known of the workload's diagnoses; empty if there was none."""
    if situation.open_diagnosis:
        return f"(The diagnosis {situation.open_diagnosis} of this workload is under way.)"
    if situation.last_diagnosis is None:
        return ""
    verdict = situation.last_verdict.value if situation.last_verdict else "none"
    told = f"{situation.last_diagnosis}, verdict {verdict}: {situation.last_summary or ''}"
    return f"The newest diagnosis of this workload:\n{fence.around(told, diagnosis='concluded')}"
