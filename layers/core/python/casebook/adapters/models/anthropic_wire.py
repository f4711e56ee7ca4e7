"""A transcript as Anthropic's Messages API takes it.

What stays the same between calls is marked for the prompt cache (four marks are allowed): the
tools, the system prompt, and the last message, behind which the next call goes on. Tokens read from
the cache cost a twentieth and do not count towards the rate limit.
https://platform.claude.com/docs/en/build-with-claude/prompt-caching
"""

from collections.abc import Iterator
from typing import Any

from casebook.adapters.models.turns import Turn, turns
from casebook.models.configuration import AnthropicProvider, name_of
from casebook.models.port import ModelName
from casebook.models.transcript import AssistantMessage, ToolMessage, Transcript, UserMessage

_CACHED = {"cache_control": {"type": "ephemeral"}}


def request(provider: AnthropicProvider, transcript: Transcript) -> dict[str, Any]:
    """The arguments of `messages.create`."""
    tools: list[dict[str, Any]] = [
        {"name": tool.name, "description": tool.description, "input_schema": tool.parameters}
        for tool in transcript.tools
    ]
    messages = [_message(turn, name_of(provider)) for turn in turns(transcript.messages)]
    if tools:
        tools[-1] |= _CACHED
    if messages:
        messages[-1]["content"][-1] |= _CACHED
    body: dict[str, Any] = {
        "model": provider.model,
        "max_tokens": provider.limits.max_tokens,
        "messages": messages,
    }
    if transcript.system:
        body["system"] = [{"type": "text", "text": transcript.system, **_CACHED}]
    if tools:
        body["tools"] = tools
    if provider.thinking == "adaptive":
        body["thinking"] = {"type": "adaptive"}
    elif provider.thinking is not None:
        body["thinking"] = {"type": "enabled", "budget_tokens": provider.thinking}
    return body


def _message(turn: Turn, name: ModelName) -> dict[str, Any]:
    if isinstance(turn, AssistantMessage):
        return {"role": "assistant", "content": list(_said(turn, name))}
    return {"role": "user", "content": [_heard(each) for each in turn]}


def _said(message: AssistantMessage, name: ModelName) -> Iterator[dict[str, Any]]:
    """Reasoning goes back to the model that wrote it, before everything else; its signature is what
    lets that model go on after a tool call."""
    for reasoning in message.reasoning:
        if reasoning.model == name:
            yield from reasoning.blocks
    if message.text.strip():
        yield {"type": "text", "text": message.text}
    for call in message.tool_calls:
        # The API takes objects only; the error that answers a broken call says what was wrong.
        yield {"type": "tool_use", "id": call.id, "name": call.name, "input": call.arguments or {}}


def _heard(message: UserMessage | ToolMessage) -> dict[str, Any]:
    if isinstance(message, UserMessage):
        return {"type": "text", "text": message.text}
    return {
        "type": "tool_result",
        "tool_use_id": message.call_id,
        "content": message.text,
        "is_error": message.failed,
    }
