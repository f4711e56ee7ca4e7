"""The report's story: told by a language model, read by the checker, sentence by sentence.

It comes after the conclusion and changes nothing of it. A sentence stands only if it cites evidence
that says so; one that speaks against the verdict, or brings a link, was not asked for and is struck
whatever it cites: whoever writes logs would like to write the report.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from casebook.agents.specialist import Call, Run
from casebook.agents.with_model.assistant import Assistant
from casebook.agents.with_model.briefing import system_prompt
from casebook.agents.with_model.fencing import Fence
from casebook.agents.with_model.loop import Ended, Ending, LoopLimits
from casebook.agents.with_model.prompts import prompt
from casebook.citing.claims import clock
from casebook.citing.support import cited_in, sentences, unsupported
from casebook.domain.evidence import Evidence
from casebook.domain.hypothesis import Hypothesis
from casebook.domain.report import Narrative, Report, Verdict
from casebook.domain.window import Window
from casebook.domain.workload import Workload
from casebook.models.transcript import Transcript, UserMessage
from casebook.redaction.intake import taken_in

_MOST_SENTENCES = 8
_MOST_HYPOTHESES = 3
_WHOLE = (Ending.FINISHED, Ending.CUT_SHORT)
_LINK = re.compile(r"\w+://|\bwww\.", re.IGNORECASE)
_ALL_IS_WELL = re.compile(
    r"\b(healthy|false alarm|no incident|nothing (is|was) wrong|no action (is )?(needed|required)"
    r"|all is well)\b",
    re.IGNORECASE,
)


class _NoTools:
    """There is nothing to look up any more."""

    def gather(self, *calls: Call) -> list[Run]:
        raise AssertionError("in its only step a model is refused every tool")


@dataclass(frozen=True)
class Narrator:
    assistant: Assistant
    limits: LoopLimits

    def tell(
        self, report: Report, evidence: Sequence[Evidence], workload: Workload, window: Window
    ) -> Narrative | None:
        """What stands of the story; None if nothing does, or no model told it."""
        fence = Fence()
        system = system_prompt("the coordinator", workload, fence, prompt("narrative"))
        transcript = Transcript(system, (UserMessage(briefing(report, fence)),))
        ended = self.assistant.work(transcript, fence, _NoTools(), self.limits)
        told = _sentences(ended)
        standing = [each for each in told if _stands(each, report.verdict, evidence, window)]
        if not standing:
            return None
        kept = standing[:_MOST_SENTENCES]
        return Narrative(text=" ".join(kept), model=str(ended.model), struck=len(told) - len(kept))


def briefing(report: Report, fence: Fence) -> str:
    """The conclusion, and the evidence behind it."""
    cited = _cited(report)
    shown = [
        fence.around(each.excerpt, tool=each.tool, outcome=each.outcome, evidence=each.id)
        for each in report.evidence
        if each.id in cited
    ]
    conclusion = fence.around("\n".join(_conclusion(report)), report="the conclusion")
    return "\n\n".join(["The conclusion:", conclusion, "The evidence behind it:", *shown])


def _conclusion(report: Report) -> Iterator[str]:
    cause = report.root_cause
    yield f"Verdict: {report.verdict.value}, confidence {report.confidence:.2f}."
    yield f"Root cause: {cause.resource}, {cause.category}." if cause else "No root cause."
    yield f"Summary: {report.summary}"
    for each in report.timeline:
        yield f"- {clock(each.at)}: {each.what} {_ids(each.evidence)}"
    for hypothesis in report.hypotheses[:_MOST_HYPOTHESES]:
        yield from _hypothesis(hypothesis)
    for out in report.ruled_out:
        yield f"- Ruled out: {out.summary} {_ids(out.evidence)}"
    for gap in report.gaps:
        yield f"- Not known: {gap}"


def _hypothesis(hypothesis: Hypothesis) -> Iterator[str]:
    yield f"- Hypothesis {hypothesis.resource}, {hypothesis.category}: {hypothesis.confidence:.2f}"
    for each in hypothesis.supports:
        yield f"  for it: {each.claim} {_ids(each.evidence)}"
    for each in hypothesis.contradicts:
        yield f"  against it: {each.claim} {_ids(each.evidence)}"


def _cited(report: Report) -> Collection[str]:
    parts: list[Iterable[str]] = [each.evidence for each in report.timeline]
    parts += [each.evidence for each in report.ruled_out]
    for hypothesis in report.hypotheses[:_MOST_HYPOTHESES]:
        parts += [e.evidence for e in (*hypothesis.supports, *hypothesis.contradicts)]
    return {each for part in parts for each in part}


def _ids(evidence: Iterable[str]) -> str:
    return f"[{', '.join(evidence)}]"


def _sentences(ended: Ended) -> list[str]:
    """What was told, without a last sentence that has no end."""
    if ended.ending not in _WHOLE:
        return []
    told = sentences(taken_in(ended.text))
    return told[:-1] if ended.ending is Ending.CUT_SHORT else told


def _stands(sentence: str, verdict: Verdict, evidence: Sequence[Evidence], window: Window) -> bool:
    if not cited_in(sentence) or _LINK.search(sentence):
        return False
    if verdict is not Verdict.HEALTHY and _ALL_IS_WELL.search(sentence):
        return False
    return not unsupported(sentence, evidence, window)
