"""Anthropic's models through the `anthropic` SDK."""

import json
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

from casebook.adapters.models import anthropic_wire as wire
from casebook.adapters.models.failures import heard, of_http_sdk
from casebook.adapters.models.json_arguments import tool_call
from casebook.models.configuration import AnthropicProvider, name_of
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
    from anthropic import Anthropic

_STOPS = {
    "end_turn": StopReason.FINISHED,
    "stop_sequence": StopReason.FINISHED,
    "tool_use": StopReason.TOOL_USE,
    "max_tokens": StopReason.LENGTH,
    "model_context_window_exceeded": StopReason.LENGTH,
    "refusal": StopReason.CONTENT_FILTER,
}


class AnthropicModel:
    def __init__(self, client: "Anthropic", provider: AnthropicProvider) -> None:
        """`client` must not retry by itself."""
        self._client = client
        self._provider = provider

    @property
    def name(self) -> ModelName:
        return name_of(self._provider)

    def stream(self, transcript: Transcript, seconds: float) -> Generator[Part, None, None]:
        return heard(self._parts(transcript, seconds), of_http_sdk)

    def _parts(self, transcript: Transcript, seconds: float) -> Iterator[Part]:
        # The raw events: `messages.stream` costs twice as much a delta (performance.md).
        request = wire.request(self._provider, transcript)
        silence = min(seconds, self._provider.limits.timeout_seconds)
        with self._client.messages.create(**request, stream=True, timeout=silence) as events:
            yield from _Answer(self.name).parts(events)


class _Answer:
    """Reads the events of one answer. A block is told when it is whole, text as it comes."""

    def __init__(self, name: ModelName) -> None:
        self._name = name
        self._block: dict[str, Any] = {}
        self._reasoning: list[dict[str, Any]] = []
        self._usage: dict[str, int] = {}

    def parts(self, events: Any) -> Iterator[Part]:
        for event in events:
            match event.type:
                case "message_start":
                    yield self._used(event.message.usage)
                case "content_block_start":
                    self._block = event.content_block.to_dict()
                    self._block["json"] = ""
                    if self._block.get("text"):
                        yield TextDelta(self._block["text"])
                case "content_block_delta":
                    yield from self._delta(event.delta)
                case "content_block_stop":
                    yield from self._whole()
                case "message_delta":
                    yield self._used(event.usage)
                    if self._reasoning:
                        yield Reasoning(self._name, tuple(self._reasoning))
                    said = event.delta.stop_reason
                    if said is not None:
                        yield Stopped(_STOPS.get(said, StopReason.OTHER), said)

    def _delta(self, delta: Any) -> Iterator[Part]:
        match delta.type:
            case "text_delta":
                yield TextDelta(delta.text)
            case "input_json_delta":
                self._block["json"] += delta.partial_json
            case "thinking_delta":
                self._block["thinking"] += delta.thinking
            case "signature_delta":
                self._block["signature"] = delta.signature

    def _whole(self) -> Iterator[Part]:
        written = self._block.pop("json", "")
        match self._block.get("type"):
            case "tool_use":
                # A tool without parameters may be called without a single delta.
                raw = written or json.dumps(self._block.get("input") or {})
                yield tool_call(self._block["id"], self._block["name"], raw)
            case "thinking" | "redacted_thinking":
                self._reasoning.append(self._block)
        self._block = {}

    def _used(self, usage: Any) -> Usage:
        """Counts are cumulative, and the last event need not repeat those of the first."""
        for field in (
            "input_tokens",
            "output_tokens",
            "cache_read_input_tokens",
            "cache_creation_input_tokens",
        ):
            count = getattr(usage, field, None)
            if count is not None:
                self._usage[field] = count
        return Usage(
            input=self._usage.get("input_tokens", 0),
            output=self._usage.get("output_tokens", 0),
            cache_read=self._usage.get("cache_read_input_tokens", 0),
            cache_write=self._usage.get("cache_creation_input_tokens", 0),
        )
