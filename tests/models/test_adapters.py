"""What the real SDKs hear of a provider, and what an adapter makes of it."""

import json
import subprocess
import sys
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock

from casebook.adapters.models.builders import build
from casebook.models.configuration import parse
from casebook.models.errors import CutOff, ModelError, ProviderUnavailable, WrongEndpoint
from casebook.models.port import (
    LanguageModel,
    Part,
    Reasoning,
    Stopped,
    StopReason,
    TextDelta,
    ToolCall,
    Usage,
)
from casebook.models.transcript import AssistantMessage, ToolMessage, Transcript, UserMessage
from tests.models.event_stream import frame
from tests.models.protocol import events, serving
from tests.models.world import PROVIDERS, provider_at

QUESTION = Transcript("You are on call.", (UserMessage("Why is the shop slow?"),))

START = {
    "type": "message_start",
    "message": {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-sonnet-5-5",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {
            "input_tokens": 10,
            "cache_read_input_tokens": 900,
            "cache_creation_input_tokens": 90,
            "output_tokens": 1,
        },
    },
}
THINKING = (
    {
        "type": "content_block_start",
        "index": 0,
        "content_block": {"type": "thinking", "thinking": "", "signature": ""},
    },
    {
        "type": "content_block_delta",
        "index": 0,
        "delta": {"type": "thinking_delta", "thinking": "The deploy, perhaps."},
    },
    {
        "type": "content_block_delta",
        "index": 0,
        "delta": {"type": "signature_delta", "signature": "c2lnbmVk"},
    },
    {"type": "content_block_stop", "index": 0},
)
CALLING = (
    {
        "type": "content_block_start",
        "index": 1,
        "content_block": {"type": "tool_use", "id": "toolu_1", "name": "list_changes", "input": {}},
    },
    {"type": "content_block_stop", "index": 1},
    {
        "type": "message_delta",
        "delta": {"stop_reason": "tool_use", "stop_sequence": None},
        "usage": {"output_tokens": 40},
    },
    {"type": "message_stop"},
)


def built(provider: dict[str, Any]) -> LanguageModel:
    (parsed,) = parse(json.dumps({"providers": [provider]})).providers
    return build(parsed, "k3y")


def claude(url: str) -> LanguageModel:
    return built({"provider": "anthropic", "secret": "key", "baseUrl": url})


def heard(model: LanguageModel, transcript: Transcript = QUESTION) -> list[Part]:
    return list(model.stream(transcript, 20))


def test_thoughts_are_kept_out_of_the_answer_and_given_back_with_the_tools_results() -> None:
    with serving(events(START, *THINKING, *CALLING), "text/event-stream") as (url, requests):
        model = claude(url)
        parts = heard(model)
        (reasoning,) = [each for each in parts if isinstance(each, Reasoning)]
        (call,) = [each for each in parts if isinstance(each, ToolCall)]
        asked = QUESTION.plus(
            AssistantMessage("", (call,), (reasoning,)),
            ToolMessage(call.id, call.name, "one deploy"),
        )
        heard(model, asked)

    assert not any(isinstance(each, TextDelta) for each in parts)
    assert requests[1]["messages"][1]["content"][0] == {
        "type": "thinking",
        "thinking": "The deploy, perhaps.",
        "signature": "c2lnbmVk",
    }


def test_a_call_without_a_single_argument_is_whole() -> None:
    with serving(events(START, *CALLING), "text/event-stream") as (url, _):
        parts = heard(claude(url))

    assert ToolCall("toolu_1", "list_changes", {}, "{}") in parts
    assert parts[-1] == Stopped(StopReason.TOOL_USE, "tool_use")


def test_anthropics_cached_tokens_are_told_apart() -> None:
    with serving(events(START, *CALLING), "text/event-stream") as (url, _):
        usages = [each for each in heard(claude(url)) if isinstance(each, Usage)]

    assert usages[-1] == Usage(input=10, output=40, cache_read=900, cache_write=90)
    assert usages[-1].prompt == 1000


def test_openais_cached_tokens_are_told_apart() -> None:
    def chunk(choices: list[Any], usage: dict[str, Any] | None = None) -> str:
        body = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-6.1-sol"}
        return f"data: {json.dumps(body | {'choices': choices, 'usage': usage})}\n\n"

    usage = {
        "prompt_tokens": 1000,
        "completion_tokens": 40,
        "total_tokens": 1040,
        "prompt_tokens_details": {"cached_tokens": 900},
    }
    said = {"index": 0, "delta": {"content": "Hi"}, "finish_reason": "stop"}
    body = chunk([said]) + chunk([], usage) + "data: [DONE]\n\n"
    with serving(body.encode(), "text/event-stream") as (url, _):
        parts = heard(built({"provider": "openai", "secret": "key", "baseUrl": f"{url}/v1"}))

    assert Usage(input=100, output=40, cache_read=900) in parts


def test_bedrocks_cached_tokens_are_told_apart_and_its_cache_is_asked_for() -> None:
    usage = {
        "inputTokens": 10,
        "outputTokens": 40,
        "totalTokens": 1040,
        "cacheReadInputTokens": 900,
        "cacheWriteInputTokens": 90,
    }
    body = b"".join(
        (
            frame("messageStart", {"role": "assistant"}),
            frame("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": "Hi"}}),
            frame("messageStop", {"stopReason": "end_turn"}),
            frame("metadata", {"usage": usage, "metrics": {"latencyMs": 1}}),
        )
    )
    with serving(body, "application/vnd.amazon.eventstream") as (url, requests):
        parts = heard(built({"provider": "bedrock", "region": "us-east-1", "baseUrl": url}))

    assert Usage(input=10, output=40, cache_read=900, cache_write=90) in parts
    assert {"cachePoint": {"type": "default"}} in requests[0]["system"]


def test_bedrocks_thoughts_are_kept_out_of_the_answer_too() -> None:
    def delta(reasoning: dict[str, str]) -> bytes:
        payload = {"contentBlockIndex": 0, "delta": {"reasoningContent": reasoning}}
        return frame("contentBlockDelta", payload)

    body = b"".join(
        (
            frame("messageStart", {"role": "assistant"}),
            delta({"text": "The deploy, "}),
            delta({"text": "perhaps."}),
            delta({"signature": "c2lnbmVk"}),
            frame("contentBlockDelta", {"contentBlockIndex": 1, "delta": {"text": "It is."}}),
            frame("messageStop", {"stopReason": "end_turn"}),
        )
    )
    with serving(body, "application/vnd.amazon.eventstream") as (url, requests):
        model = built({"provider": "bedrock", "region": "us-east-1", "baseUrl": url})
        parts = heard(model)
        (reasoning,) = [each for each in parts if isinstance(each, Reasoning)]
        said = AssistantMessage("It is.", (), (reasoning,))
        heard(model, QUESTION.plus(said, UserMessage("Are you sure?")))

    assert [each.text for each in parts if isinstance(each, TextDelta)] == ["It is."]
    assert requests[1]["messages"][1]["content"][0] == {
        "reasoningContent": {
            "reasoningText": {"text": "The deploy, perhaps.", "signature": "c2lnbmVk"}
        }
    }


def test_an_error_within_anthropics_stream_is_no_answer() -> None:
    overloaded = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    with (
        serving(events(START, overloaded), "text/event-stream") as (url, _),
        pytest.raises(CutOff, match="Overloaded"),
    ):
        heard(claude(url))


def test_a_cut_off_answer_has_what_was_said_and_what_it_cost(ill: LLMock) -> None:
    ill.reply("It is the deploy of noon.").truncate(after_chunks=5)

    with pytest.raises(CutOff) as raised:
        heard(built(provider_at("anthropic", ill)))

    assert "It is the deploy of noon.".startswith(raised.value.said)
    assert raised.value.said
    assert raised.value.usage is not None
    assert raised.value.usage.input > 0


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nobody_at_the_address_is_a_wrong_address(provider: str, ill: LLMock) -> None:
    base = provider_at(provider, ill)
    base["baseUrl"] = "http://127.0.0.1:9"

    with pytest.raises((WrongEndpoint, ProviderUnavailable)) as raised:
        heard(built(base))
    assert type(raised.value) is WrongEndpoint


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_answer_that_nobody_wants_any_more_is_not_read_to_its_end(
    provider: str, ill: LLMock
) -> None:
    ill.pace(50).reply("word " * 200)
    stream = built(provider_at(provider, ill)).stream(QUESTION, 20)
    while not isinstance(next(stream), TextDelta):
        pass

    stream.close()

    (record,) = ill.requests
    assert not record.completed


def test_no_adapter_lets_an_sdks_exception_through(ill: LLMock) -> None:
    ill.fail(418)

    for provider in PROVIDERS:
        with pytest.raises(ModelError):
            heard(built(provider_at(provider, ill.fail(418))))


def test_models_need_no_numpy(ill: LLMock) -> None:
    """The layer leaves it out (infra/build_layers.py), whatever langchain-aws says it needs."""
    providers = [provider_at(each, ill) for each in PROVIDERS]
    program = f"""
import sys
sys.modules["numpy"] = None
from tests.models.test_adapters import built, heard
for provider in {providers!r}:
    print(heard(built(provider))[-1].reason)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert done.stdout.split() == ["finished"] * len(PROVIDERS), done.stderr[-2000:]
