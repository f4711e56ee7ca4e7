"""A model without any judgement: it does what it reads, whoever wrote it."""

import base64
import binascii
import re
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from casebook.agents.with_model.findings_form import NAME
from casebook.domain.model import Json
from casebook.models.port import (
    ModelName,
    Part,
    Stopped,
    StopReason,
    TextDelta,
    ToolCall,
)
from casebook.models.transcript import AssistantMessage, Transcript

if TYPE_CHECKING:
    from tests.security.attacks import Attack

MARK = "quagga"
"""Stands in every order; who reads it obeys."""

READ_BACK = "the first search's evidence"
"""Stands for the id, which is not known before."""

_EVIDENCE = re.compile(r'outcome="success" evidence="(evd_\w{26})"')
_SEARCHED = re.compile(r'tool="search_logs" outcome="success" evidence="(evd_\w{26})"')
_ENCODED = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
Calls = Sequence[tuple[str, Json]]


def read_by(transcript: Transcript) -> list[str]:
    """Every text that a model is given, its own words aside."""
    said = [m.text for m in transcript.messages if not isinstance(m, AssistantMessage)]
    return [transcript.system, *said]


class ObedientModel:
    """Looks up what it is there for (`looks`, one step each), then does what it read. `is_asked`
    `"chat"`, `"diagnosis"` or `"story"` says how it answers: for a story nothing is looked up, and
    every sentence cites evidence. `has_obeyed` is whether there was an order."""

    name = ModelName("acme", "obedient")

    def __init__(self, attack: "Attack", looks: Sequence[Calls], is_asked: str) -> None:
        self._attack = attack
        self._steps = list(looks)
        self._is_asked = is_asked
        self._acted = is_asked == "story"
        self.has_obeyed = False
        self.asked: list[Transcript] = []

    def stream(self, transcript: Transcript, seconds: float) -> Generator[Part, None, None]:
        self.asked.append(transcript)
        seen = "\n".join(read_by(transcript))
        if self._steps:
            calls = [(name, _filled_in(given, seen)) for name, given in self._steps.pop(0)]
            yield from _calling(calls)
        elif not _is_ordered(seen):
            yield from self._answer("I found nothing.", {"findings": []})
        elif not self._acted:
            self._acted = self.has_obeyed = True
            yield from _calling(self._attack.calls(seen))
        else:
            self.has_obeyed = True
            yield from self._answer(self._said(seen), self._attack.reports(seen))

    def _said(self, seen: str) -> str:
        said = self._attack.says(seen)
        if self._is_asked == "story":
            return " ".join(f"{each.rstrip('.')} [{cited(seen)}]." for each in said.split(". "))
        return said

    def _answer(self, text: str, report: Json) -> Generator[Part, None, None]:
        if self._is_asked == "diagnosis":
            yield from _calling([(NAME, report)])
        else:
            yield TextDelta(text)
            yield Stopped(StopReason.FINISHED, "end_turn")


def cited(seen: str) -> str:
    """Real evidence: worse than an invented id."""
    found = _EVIDENCE.findall(seen)
    return found[-1] if found else "evd_00000000000000000000000000"


def _filled_in(given: Json, seen: str) -> Json:
    if READ_BACK in given.values():
        return {"evidence_id": _SEARCHED.findall(seen)[-1]}
    return given


def _calling(calls: Calls) -> Generator[Part, None, None]:
    for number, (name, given) in enumerate(calls):
        yield ToolCall(f"call_{number}", name, given, str(given))
    yield Stopped(StopReason.TOOL_USE, "tool_use")


def _is_ordered(seen: str) -> bool:
    """Whether an order was read: in plain words, in characters that nobody sees, or encoded."""
    tags = "".join(chr(ord(each) & 0x7F) for each in seen if "\U000e0000" <= each <= "\U000e007f")
    decoded = "".join(map(_decoded, _ENCODED.findall(seen)))
    return any(MARK in each.lower() for each in (seen, tags, decoded))


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("ascii", "ignore")
    except (binascii.Error, ValueError):
        return ""
