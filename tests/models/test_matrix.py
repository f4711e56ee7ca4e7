"""Each provider's real SDK against each fault: what the chain does, and llmock's verdict on it."""

import pytest
from llmock.pytest_plugin import LLMock

from casebook.models.attempt import Reset
from casebook.models.port import Stopped, ToolCall
from casebook.models.transcript import (
    AssistantMessage,
    ToolMessage,
    ToolSchema,
    Transcript,
    UserMessage,
)
from tests.models.matrix import FAULTS, PAGE, Fault, page
from tests.models.world import PROVIDERS, Told, chain_of, hear, provider_at

SEARCH = ToolSchema(
    "search_logs",
    "Search the workload's logs.",
    {"type": "object", "properties": {"pattern": {"type": "string"}}},
)
CALL = ToolCall("call_1", "search_logs", {"pattern": "ERROR"}, '{"pattern": "ERROR"}')
# In the middle of a turn: a tool was called and answered, at length.
TRANSCRIPT = Transcript(
    "You are on call.",
    (
        UserMessage("Why is the shop slow?"),
        AssistantMessage("I look at the logs.", (CALL,)),
        ToolMessage(
            "call_1", "search_logs", "ERROR timeout\n" * 200, preview="ERROR timeout (200)"
        ),
    ),
    (SEARCH,),
)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_met_as_the_table_says(
    fault: Fault, provider: str, ill: LLMock, well: LLMock
) -> None:
    standby = "openai" if provider == "anthropic" else "anthropic"
    tested = provider_at(provider, ill, fault.silence)
    fault.inject(ill)
    for _ in range(fault.spends):
        hear(chain_of(tested), TRANSCRIPT)
    chain = chain_of(tested, provider_at(standby, well, model="standby"))

    told = hear(chain, TRANSCRIPT)

    assert told.error is None
    assert _outcomes(told, provider) == fault.outcomes
    assert _answered_by(told) == (provider if fault.outcomes[-1] == "answered" else standby)
    assert any(isinstance(each, Reset) for each in told.said) is fault.withdrawn
    assert [each.reason for each in told.answer if isinstance(each, Stopped)] == [fault.stop]
    assert told.text or told.calls
    for server in (ill, well):
        verdict = server.verdict()
        assert not verdict.errors, verdict.render()
        assert {each.code for each in verdict.warnings} <= fault.warned, verdict.render()


def test_the_page_shows_the_table() -> None:
    assert PAGE.read_text() == page(), "run: python -m tests.models.matrix"


def _outcomes(told: Told, provider: str) -> tuple[str, ...]:
    return tuple(each.outcome for each in told.attempts if each.model.provider == provider)


def _answered_by(told: Told) -> str:
    (answered,) = [each for each in told.attempts if each.answered]
    return answered.model.provider
