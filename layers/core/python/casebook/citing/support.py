"""Which sentences of an answer the evidence supports: the checker's tests, sentence by sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from casebook.citing.amounts import is_counted_in, numbers
from casebook.citing.checker import check
from casebook.citing.claims import quotations, stands_in
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.window import Window

CITATION = re.compile(r"\[((?:evd_\w+)(?:,\s*evd_\w+)*)\]")
# A sentence ends at a full stop before a capital, with the citation behind it, or at a line's end.
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?:\s*\[evd_[^\]]*\]\.?)?\s+(?=[A-ZÀ-Þ`*\"“-])|\n+"
)
_LIST_MARK = re.compile(r"^[ \t]*(?:[-*+]|\d{1,2}[.)]|#{1,6}|>)[ \t]+", re.MULTILINE)
# What somebody may run is advice, not a quotation.
_COMMAND = re.compile(r"(?:aws|kubectl|git|curl|dig|psql|casebook) [\w-]")
_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
# "All is well" is the one opinion that lets somebody go back to sleep: it needs evidence too.
_CALM = re.compile(
    r"\b(?:healthy|false alarm|all(?: is|.s) (?:well|fine|good)|nothing(?: is|.s) wrong"
    r"|no (?:new )?(?:errors?|failures?|problems?|issues?|incidents?)\b|works? (?:fine|normally))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence that the evidence does not support, and what is wrong with it."""

    sentence: str
    reason: str


def cited_in(text: str) -> tuple[str, ...]:
    """The ids that the text cites, each once, in their order."""
    ids = (each.strip() for match in CITATION.finditer(text) for each in match[1].split(","))
    return tuple(dict.fromkeys(ids))


def unsupported(
    text: str, evidence: Sequence[Evidence], window: Window, given: str = ""
) -> tuple[Doubt, ...]:
    """The sentences that cite what does not exist or does not say so, and those that give numbers
    or quotations, or say that all is well, without citing anything. Any other is an opinion: it is
    let pass, and so is one that only repeats what was `given`: the question, names."""
    found = (_doubt(each, evidence, window, given) for each in sentences(text))
    return tuple(each for each in found if each is not None)


def sentences(text: str) -> list[str]:
    """The sentences of a Markdown text, citations with them; code blocks are left out."""
    parts: list[str] = []
    prose, begin = _LIST_MARK.sub("", _CODE.sub("\n", text)), 0
    for end in _SENTENCE.finditer(prose):
        behind = CITATION.search(end[0])
        parts.append(prose[begin : end.start()] + (f" {behind[0]}" if behind else ""))
        begin = end.end()
    parts.append(prose[begin:])
    return [part.strip() for part in parts if part.strip()]


def _doubt(sentence: str, evidence: Sequence[Evidence], window: Window, given: str) -> Doubt | None:
    cited, claim = cited_in(sentence), re.sub(rf"\s*{CITATION.pattern}", "", sentence).strip()
    if not cited:
        return Doubt(claim, "it cites no evidence") if _needs_evidence(claim, given) else None
    finding = Finding(
        id="sentence",
        agent="chat",
        rule="sentence",
        kind=FindingKind.CONTEXT,
        claim=claim,
        strength=1.0,
        evidence=cited,
    )
    objections = check([finding], evidence, window).objections
    return Doubt(claim, f"it {objections[0].reason}") if objections else None


def _needs_evidence(claim: str, given: str) -> bool:
    return bool(
        _CALM.search(claim)
        or any(not is_counted_in(each, [given]) for each in numbers(claim))
        or any(not (stands_in(each, [given]) or _COMMAND.match(each)) for each in quotations(claim))
    )
