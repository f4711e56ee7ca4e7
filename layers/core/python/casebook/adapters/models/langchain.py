"""Any LangChain chat model: Bedrock, OpenAI and Azure OpenAI are built in `builders.py`."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from casebook.adapters.models import langchain_wire as wire
from casebook.adapters.models.failures import Translate, heard
from casebook.adapters.models.json_arguments import tool_call
from casebook.models.errors import CutOff, ModelError
from casebook.models.port import (
    ModelName,
    Part,
    Reasoning,
    Stopped,
    StopReason,
    TextDelta,
    Usage,
)
from casebook.models.transcript import Transcript

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# OpenAI's words, then those of Bedrock's Converse.
_STOPS = {
    "stop": StopReason.FINISHED,
    "tool_calls": StopReason.TOOL_USE,
    "length": StopReason.LENGTH,
    "content_filter": StopReason.CONTENT_FILTER,
    "end_turn": StopReason.FINISHED,
    "stop_sequence": StopReason.FINISHED,
    "tool_use": StopReason.TOOL_USE,
    "max_tokens": StopReason.LENGTH,
    "model_context_window_exceeded": StopReason.LENGTH,
    "content_filtered": StopReason.CONTENT_FILTER,
    "guardrail_intervened": StopReason.CONTENT_FILTER,
    "refusal": StopReason.CONTENT_FILTER,
}


@dataclass(frozen=True)
class LangChainModel:
    """`chat` must not retry by itself.

    `call_options` are given with every call. `takes_timeout`: a call may be given a shorter time
    than `silence`, the limit that the model was built with (botocore's clients cannot).
    """

    name: ModelName
    chat: "BaseChatModel"
    translate: Translate
    silence: float
    call_options: dict[str, Any] = field(default_factory=dict)
    takes_timeout: bool = True

    def stream(self, transcript: Transcript, seconds: float) -> Generator[Part, None, None]:
        return heard(self._parts(transcript, seconds), self._meaning)

    def _meaning(self, raised: Exception) -> ModelError | None:
        """LangChain's own complaint about a stream without a single chunk is a bare ValueError."""
        if isinstance(raised, ValueError) and "No generation chunks" in str(raised):
            return CutOff("the stream ended before it began")
        return self.translate(raised)

    def _parts(self, transcript: Transcript, seconds: float) -> Iterator[Part | None]:
        options = dict(self.call_options)
        if self.takes_timeout:
            options["timeout"] = min(seconds, self.silence)
        if transcript.tools:
            options["tools"] = wire.tools(self.chat, transcript.tools)
        answer = _Answer(self.name)
        for chunk in self.chat.stream(wire.messages(self.name, transcript), **options):
            yield None
            yield from answer.parts(chunk)
        yield from answer.end()


class _Answer:
    """Puts the chunks of one answer together. Chunks of a tool call or a thought are joined by the
    index that they carry."""

    def __init__(self, name: ModelName) -> None:
        self._name = name
        self._calls: dict[Any, dict[str, str]] = {}
        self._thoughts: dict[Any, dict[str, str]] = {}
        self._said: str | None = None

    def parts(self, chunk: Any) -> Iterator[Part]:
        for block in [chunk.content] if isinstance(chunk.content, str) else chunk.content:
            text = block if isinstance(block, str) else block.get("text", "")
            if text:
                yield TextDelta(text)
            elif not isinstance(block, str) and block.get("type") == "reasoning_content":
                self._think(block)
        for piece in chunk.tool_call_chunks:
            call = self._calls.setdefault(piece["index"], {"id": "", "name": "", "args": ""})
            for key in call:
                call[key] += piece[key] or ""
        if chunk.usage_metadata:
            yield _usage(chunk.usage_metadata)
        reason = chunk.response_metadata.get("finish_reason")
        self._said = reason or chunk.response_metadata.get("stopReason") or self._said

    def end(self) -> Iterator[Part]:
        """What can only be told when the stream is over: without a reason to stop, nothing."""
        if self._said is None:
            return
        for call in self._calls.values():
            yield tool_call(call["id"], call["name"], call["args"])
        if self._thoughts:
            yield Reasoning(self._name, tuple(map(_signed, self._thoughts.values())))
        yield Stopped(_STOPS.get(self._said, StopReason.OTHER), self._said)

    def _think(self, block: dict[str, Any]) -> None:
        thought = self._thoughts.setdefault(block.get("index"), {})
        for key, piece in block["reasoning_content"].items():
            thought[key] = thought.get(key, "") + piece


def _signed(thought: dict[str, str]) -> dict[str, Any]:
    return {"type": "reasoning_content", "reasoning_content": thought}


def _usage(counted: Any) -> Usage:
    """LangChain counts what the cache read and wrote as input too."""
    details = counted.get("input_token_details") or {}
    read = details.get("cache_read") or 0
    written = sum(
        details.get(key) or 0
        for key in ("cache_creation", "ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens")
    )
    return Usage(
        input=max(0, counted["input_tokens"] - read - written),
        output=counted["output_tokens"],
        cache_read=read,
        cache_write=written,
    )
