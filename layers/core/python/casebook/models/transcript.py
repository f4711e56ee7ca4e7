"""A conversation with a model, in no provider's words: another provider can go on with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from casebook.domain.model import Json
from casebook.models.port import Reasoning, ToolCall
from casebook.tools.tool import Tool


@dataclass(frozen=True, slots=True)
class ToolSchema:
    """A tool as a model is told of it. `parameters` is a JSON Schema of an object."""

    name: str
    description: str
    parameters: Json

    @classmethod
    def of(cls, tool: Tool[Any, Any]) -> Self:
        """From the tool's own words: the model reads what its parameters' descriptions say."""
        return cls(tool.name, tool.description, tool.parameters.model_json_schema())


@dataclass(frozen=True, slots=True)
class UserMessage:
    text: str


@dataclass(frozen=True, slots=True)
class AssistantMessage:
    """What a model said, from whichever provider."""

    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    reasoning: tuple[Reasoning, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolMessage:
    """The result of a tool call, or what went wrong with it (`failed`).

    `preview` says the same in short; it takes the text's place when room is needed. `evidence_id`
    is where the whole result can be read again.
    """

    call_id: str
    name: str
    text: str
    preview: str = ""
    evidence_id: str | None = None
    failed: bool = False
    folded: bool = False


Message = UserMessage | AssistantMessage | ToolMessage


@dataclass(frozen=True, slots=True)
class Transcript:
    """System prompt, messages and tools: everything that a model reads, oldest first."""

    system: str
    messages: tuple[Message, ...]
    tools: tuple[ToolSchema, ...] = ()

    def plus(self, *messages: Message) -> Self:
        """The transcript with more at its end."""
        return replace(self, messages=(*self.messages, *messages))

    def with_messages(self, messages: Iterable[Message]) -> Self:
        """The transcript with other messages."""
        return replace(self, messages=tuple(messages))
