"""A transcript in each provider's words: nothing lost, nothing that is another's."""

from typing import Any

import pytest

from casebook.adapters.models import anthropic_wire, langchain_wire
from casebook.adapters.models.json_arguments import tool_call
from casebook.models.configuration import AnthropicProvider, Limits
from casebook.models.port import ModelName, Reasoning, ToolCall
from casebook.models.transcript import (
    AssistantMessage,
    ToolMessage,
    ToolSchema,
    Transcript,
    UserMessage,
)

CLAUDE = AnthropicProvider(provider="anthropic", secret="key", limits=Limits(max_tokens=500))
ITS_NAME = ModelName("anthropic", "claude-sonnet-5-5")
THOUGHT = {"type": "thinking", "thinking": "", "signature": "c2lnbmVk"}
CALL = ToolCall("toolu_1", "search_logs", {"pattern": "ERROR"}, '{"pattern": "ERROR"}')
SEARCH = ToolSchema("search_logs", "Search the logs.", {"type": "object", "properties": {}})
TRANSCRIPT = Transcript(
    "You are on call.",
    (
        UserMessage("Why is the shop slow?"),
        AssistantMessage("I look.", (CALL,), (Reasoning(ITS_NAME, (THOUGHT,)),)),
        ToolMessage("toolu_1", "search_logs", "no such log group", failed=True),
        UserMessage("And hurry."),
    ),
    (SEARCH,),
)


class TestAnthropic:
    @pytest.fixture
    def request_body(self) -> dict[str, Any]:
        return anthropic_wire.request(CLAUDE, TRANSCRIPT)

    def test_tools_system_prompt_and_the_last_message_are_marked_for_the_cache(
        self, request_body: dict[str, Any]
    ) -> None:
        marked = {"type": "ephemeral"}

        assert request_body["system"][-1]["cache_control"] == marked
        assert request_body["tools"][-1]["cache_control"] == marked
        assert request_body["messages"][-1]["content"][-1]["cache_control"] == marked
        assert str(request_body).count("cache_control") == 3

    def test_the_prefix_of_the_next_call_is_the_same_but_for_the_mark(self) -> None:
        longer = TRANSCRIPT.plus(AssistantMessage("It is the deploy."), UserMessage("Thanks."))

        before = _unmarked(anthropic_wire.request(CLAUDE, TRANSCRIPT))
        after = _unmarked(anthropic_wire.request(CLAUDE, longer))

        assert after["messages"][: len(before["messages"])] == before["messages"]
        assert (after["system"], after["tools"]) == (before["system"], before["tools"])

    def test_thoughts_go_back_before_the_calls_that_they_led_to(
        self, request_body: dict[str, Any]
    ) -> None:
        said = request_body["messages"][1]["content"]

        assert [block["type"] for block in said] == ["thinking", "text", "tool_use"]
        assert said[0] == THOUGHT

    def test_the_thoughts_of_another_model_stay_out(self) -> None:
        other = Reasoning(ModelName("bedrock", "claude"), (THOUGHT,))
        transcript = Transcript("", (UserMessage("Why?"), AssistantMessage("So.", (), (other,))))

        said = anthropic_wire.request(CLAUDE, transcript)["messages"][1]["content"]

        assert [block["type"] for block in said] == ["text"]

    def test_what_a_tool_brought_back_comes_first_and_says_whether_it_failed(
        self, request_body: dict[str, Any]
    ) -> None:
        told = request_body["messages"][2]["content"]

        assert [block["type"] for block in told] == ["tool_result", "text"]
        assert told[0]["is_error"] is True

    def test_thinking_is_asked_for_only_where_it_is_configured(self) -> None:
        budget = CLAUDE.model_copy(update={"thinking": 2048})
        adaptive = CLAUDE.model_copy(update={"thinking": "adaptive"})

        asked = [
            anthropic_wire.request(provider, TRANSCRIPT).get("thinking")
            for provider in (CLAUDE, budget, adaptive)
        ]

        assert asked == [None, {"type": "enabled", "budget_tokens": 2048}, {"type": "adaptive"}]

    def test_an_answer_with_nothing_in_it_is_left_out(self) -> None:
        empty = Transcript("", (UserMessage("Why?"), AssistantMessage(""), UserMessage("Well?")))

        assert len(anthropic_wire.request(CLAUDE, empty)["messages"]) == 1


class TestLangChain:
    def test_messages_keep_their_order_and_roles(self) -> None:
        made = langchain_wire.messages(ITS_NAME, TRANSCRIPT)

        assert [each.type for each in made] == ["system", "human", "ai", "tool", "human"]

    def test_a_broken_call_is_told_with_no_arguments(self) -> None:
        broken = tool_call("1", "search_logs", '{"pattern": ')
        transcript = Transcript("", (AssistantMessage("", (broken,)),))

        (made,) = langchain_wire.messages(ITS_NAME, transcript)

        assert made.tool_calls[0]["args"] == {}  # type: ignore[attr-defined]

    def test_the_thoughts_of_another_model_stay_out(self) -> None:
        made = langchain_wire.messages(ModelName("bedrock", "claude"), TRANSCRIPT)

        assert made[2].content == "I look."


@pytest.mark.parametrize("raw", ['{"a": ', "[1]", '"text"', "null"])
def test_arguments_that_are_no_object_are_kept_as_they_were_written(raw: str) -> None:
    call = tool_call("1", "search_logs", raw)

    assert (call.arguments, call.raw) == (None, raw)


def test_a_call_without_arguments_has_empty_ones() -> None:
    assert tool_call("1", "search_logs", "").arguments == {}


def _unmarked(body: Any) -> Any:
    if isinstance(body, dict):
        return {key: _unmarked(value) for key, value in body.items() if key != "cache_control"}
    return [_unmarked(each) for each in body] if isinstance(body, list) else body
