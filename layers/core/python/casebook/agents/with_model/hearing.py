"""Listening to one call of the chain."""

from dataclasses import dataclass, field

from casebook.agents.with_model.progress import Said, Text, Withdrawn
from casebook.models.attempt import Asked, Attempt, Reset
from casebook.models.chain import Said as ChainSaid
from casebook.models.port import (
    ModelName,
    Part,
    Reasoning,
    Stopped,
    StopReason,
    TextDelta,
    ToolCall,
)
from casebook.models.transcript import AssistantMessage


@dataclass(slots=True)
class Reply:
    """What a model said in one call."""

    text: str = ""
    tool_calls: list[ToolCall] = field(default_factory=list)
    reasoning: list[Reasoning] = field(default_factory=list)
    stopped: StopReason | None = None

    def take(self, part: Part) -> None:
        match part:
            case TextDelta():
                self.text += part.text
            case ToolCall():
                self.tool_calls.append(part)
            case Reasoning():
                self.reasoning.append(part)
            case Stopped():
                self.stopped = part.reason

    @property
    def message(self) -> AssistantMessage:
        return AssistantMessage(self.text, tuple(self.tool_calls), tuple(self.reasoning))


@dataclass(slots=True)
class Hearing:
    """One call of the chain. `asked` is the model of which the attempt has not been told yet."""

    reply: Reply = field(default_factory=Reply)
    attempts: list[Attempt] = field(default_factory=list)
    asked: ModelName | None = None

    def take(self, part: ChainSaid) -> Said | None:
        """Take note of it; returns what the loop's own listener should hear of it."""
        match part:
            case Asked():
                self.asked = part.model
            case Attempt():
                self.attempts.append(part)
                self.asked = None
            case Reset():
                self.reply = Reply()
                return Withdrawn(part.reason)
            case TextDelta():
                self.reply.take(part)
                return Text(part.text)
            case _:
                self.reply.take(part)
        return None
