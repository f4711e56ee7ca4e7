"""A language model that plays every agent of a diagnosis, each as a test tells it."""

import json
import re
from collections.abc import Callable, Generator, Mapping, Sequence
from itertools import count
from typing import Any

from casebook.agents.with_model.findings_form import NAME as REPORT
from casebook.models.errors import ModelError
from casebook.models.port import ModelName, Part, Stopped, StopReason, TextDelta, ToolCall, Usage
from casebook.models.transcript import AssistantMessage, ToolMessage, Transcript, UserMessage

Reply = Callable[[Transcript], Sequence[Part | ModelError]]

NARRATOR = "narrator"
USAGE = Usage(input=1000, output=100)
_ROLE = re.compile(r"You are the ([\w-]+) of")
_ids = count(1)


class PlayedModel:
    """`roles` gives each agent its replies, one a step, of which the last one stays; who has none
    reports that it found nothing. The coordinator that tells the story is the `narrator`."""

    def __init__(self, provider: str, roles: Mapping[str, Sequence[Reply]] | None = None) -> None:
        self.name = ModelName(provider, "model")
        self.asked: list[Transcript] = []
        self._roles = roles or {}

    def stream(self, transcript: Transcript, seconds: float) -> Generator[Part, None, None]:
        self.asked.append(transcript)
        replies = self._roles.get(role_of(transcript), (reports(),))
        step = sum(isinstance(each, AssistantMessage) for each in transcript.messages)
        for part in replies[min(step, len(replies) - 1)](transcript):
            if isinstance(part, ModelError):
                raise part
            yield part

    def asked_as(self, role: str) -> list[Transcript]:
        return [each for each in self.asked if role_of(each) == role]


def role_of(transcript: Transcript) -> str:
    found = _ROLE.search(transcript.system)
    assert found
    return found[1] if transcript.tools else NARRATOR


def text_of(transcript: Transcript) -> str:
    """What it was told, tools' results with it."""
    heard = [e.text for e in transcript.messages if isinstance(e, UserMessage | ToolMessage)]
    return "\n".join(heard)


def evidence_of(transcript: Transcript, tool: str) -> str:
    """The id of the newest evidence from the tool."""
    found = re.findall(
        rf'tool="{tool}" outcome="\w[\w-]*" evidence="(evd_\w+)"', text_of(transcript)
    )
    return str(found[-1]) if found else f"evd_of_no_{tool}"


def calls(*wanted: tuple[str, dict[str, Any]]) -> Reply:
    """Asks for tools. `$tool` as an argument stands for the id of that tool's evidence."""

    def reply(transcript: Transcript) -> Sequence[Part]:
        made = []
        for name, arguments in wanted:
            given = {
                key: evidence_of(transcript, value[1:]) if str(value).startswith("$") else value
                for key, value in arguments.items()
            }
            made.append(ToolCall(f"call_{next(_ids)}", name, given, json.dumps(given)))
        return (*made, USAGE, Stopped(StopReason.TOOL_USE, "tool_use"))

    return reply


def reports(*findings: dict[str, Any], unanswered: Sequence[str] = ()) -> Reply:
    """Fills in the form. A finding names its evidence by the tool that it came from."""

    def reply(transcript: Transcript) -> Sequence[Part]:
        filled = [
            each | {"evidence": [evidence_of(transcript, tool) for tool in each["evidence"]]}
            for each in findings
        ]
        return calls((REPORT, {"findings": filled, "unanswered": list(unanswered)}))(transcript)

    return reply


def says(text: str) -> Reply:
    """Answers with text; `{tool}` in it stands for the id of that tool's evidence."""

    def reply(transcript: Transcript) -> Sequence[Part]:
        filled = re.sub(r"\{(\w+)\}", lambda tool: evidence_of(transcript, tool[1]), text)
        return (TextDelta(filled), USAGE, Stopped(StopReason.FINISHED, "end_turn"))

    return reply


def fails(error: ModelError) -> Reply:
    return lambda transcript: (error,)


def breaks_off(text: str, error: ModelError) -> Reply:
    """Says something, and then fails."""
    return lambda transcript: (TextDelta(text), error)
