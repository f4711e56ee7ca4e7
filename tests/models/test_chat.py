"""A whole turn of a chat with the real SDKs: the answer streams, tools are called, and a provider
that dies in the middle of it is replaced."""

from typing import Any

import pytest
from llmock.pytest_plugin import LLMock

from casebook.domain.events.chat import MessageComplete
from casebook.domain.events.event import Event
from local.memory.history import MemoryEvidenceStore
from tests.models.world import PROVIDERS, chain_of, provider_at
from tests.unit.chat.model_world import ModelWorld

ONCE = {"timeoutSeconds": 10.0, "maxTokens": 1024, "attempts": 1}


class Telling(MemoryEvidenceStore):
    """Lets the model cite evidence, whose id nobody knows before it is kept."""

    def __init__(self, *servers: LLMock, dying: LLMock | None = None) -> None:
        super().__init__()
        self._servers, self._dying = servers, dying

    def put(self, stream: str, evidence_id: str, raw: bytes) -> str:
        for server in self._servers:
            server.reply(f"Order 1 was refused 14 times [{evidence_id}].")
        if self._dying:
            self._dying.reply("Order 1 was stored well and nothing is wrong with it.")
            self._dying.disconnect(after_chunks=4)
        return super().put(stream, evidence_id, raw)


def of(events: list[Event], kind: str) -> list[Any]:
    return [event.payload for event in events if event.type == kind]


def the_answer(events: list[Event]) -> MessageComplete:
    (complete,) = of(events, "message-complete")
    assert isinstance(complete, MessageComplete)
    return complete


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_question_is_answered_from_a_tool_and_cites_it(provider: str, well: LLMock) -> None:
    world = ModelWorld(chain=chain_of(provider_at(provider, well)))
    world.store = Telling(well)
    well.call_tool("look_at_order", {"number": 1})

    events = world.answered()

    (finished,) = of(events, "tool-finished")
    answer = the_answer(events)
    assert answer.text == f"Order 1 was refused 14 times [{finished.evidence_id}]."
    assert answer.evidence == (finished.evidence_id,)
    assert answer.unsupported == ()
    assert str(answer.model).startswith(f"{provider}/")
    assert len(of(events, "usage-recorded")) == 2
    assert not well.verdict().errors, well.verdict().render()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_that_dies_in_the_middle_of_the_answer_is_replaced(
    provider: str, ill: LLMock, well: LLMock
) -> None:
    standby = "openai" if provider == "anthropic" else "anthropic"
    first = provider_at(provider, ill, limits=ONCE)
    world = ModelWorld(chain=chain_of(first, provider_at(standby, well)))
    world.store = Telling(well, dying=ill)
    ill.call_tool("look_at_order", {"number": 1})

    events = world.answered()

    (finished,) = of(events, "tool-finished")
    (reset,) = of(events, "content-reset")
    assert reset.reason == "The answer was cut off"
    answer = the_answer(events)
    assert answer.text == f"Order 1 was refused 14 times [{finished.evidence_id}]."
    assert str(answer.model).startswith(f"{standby}/")
    assert world.session(world.session_id).messages[-1].text == answer.text
