"""The port: what Casebook asks of a language model, and what it hears back.

A model answers with a stream of parts: text as it is written, tool calls when they are whole, what
it cost, and, last of all, why it stopped. A stream without that last part was cut off, whatever the
provider's SDK makes of it.
"""

from collections.abc import Generator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from casebook.domain.model import Json

if TYPE_CHECKING:
    from casebook.models.transcript import Transcript


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model at a provider, e.g. `bedrock/global.anthropic.claude-sonnet-5-5`."""

    provider: str
    model: str

    def __str__(self) -> str:
        return f"{self.provider}/{self.model}"


class StopReason(StrEnum):
    FINISHED = "finished"
    TOOL_USE = "tool-use"  # it waits for the results of its tool calls
    LENGTH = "length"  # it would have gone on, but for the limit of output tokens
    CONTENT_FILTER = "content-filter"  # the provider's filter took over
    OTHER = "other"  # a reason of the provider's own, in `Stopped.said`


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that the model wants to be run. `arguments` are None where `raw`, what it wrote, is no
    JSON object. Nobody checked them yet, nor that there is such a tool."""

    id: str
    name: str
    arguments: Json | None
    raw: str


@dataclass(frozen=True, slots=True)
class Reasoning:
    """What a model thought before it spoke, in its provider's own signed blocks.

    It is no part of the answer. It is given back, unread, to the model that wrote it while it works
    with the results of its tools, which providers demand; any other model never sees it.
    """

    model: ModelName
    blocks: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens. `input` are those that were neither read from the provider's cache nor written to it,
    so that the four can be multiplied with their prices and added."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0

    @property
    def prompt(self) -> int:
        """All tokens that the model read."""
        return self.input + self.cache_read + self.cache_write


@dataclass(frozen=True, slots=True)
class Stopped:
    """The end of an answer. `said` is the provider's own word for the reason."""

    reason: StopReason
    said: str


Part = TextDelta | ToolCall | Reasoning | Usage | Stopped


class LanguageModel(Protocol):
    """One model at one provider. It never retries: the chain does."""

    @property
    def name(self) -> ModelName: ...

    def stream(self, transcript: "Transcript", seconds: float) -> Generator[Part, None, None]:
        """Go on with the transcript. Usage may come more than once: the last one counts. Closing
        the generator closes the connection.

        `seconds` are left to the caller; being silent for that long, or for the provider's own
        limit, is a failure.

        Raises:
            ModelError: while iterating; a `CutOff` when the stream ends without a `Stopped`.
        """
        ...


class ModelCheck(Protocol):
    """Whether a provider would answer, found out without spending a token."""

    def check(self) -> None:
        """Raises ModelError, saying what is wrong."""
        ...
