"""A chain of real SDKs, as the product builds it, with servers that can fail as providers."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from llmock.pytest_plugin import LLMock
from llmock.testing import LLMockServer

from casebook.adapters.models.builders import build
from casebook.models.attempt import Attempt, Reset
from casebook.models.breaker import Breaker
from casebook.models.chain import Chain, Said
from casebook.models.configured import ConfiguredModels
from casebook.models.pace import Pace
from casebook.models.port import TextDelta, ToolCall
from casebook.models.transcript import Transcript
from local.memory.clock import FakeClock
from tests.fakes.breakers import MemoryBreakerStore
from tests.models.converse import Dialects

PROVIDERS = ("anthropic", "bedrock", "openai", "azure-openai")
SILENCE_SECONDS = 10.0
ANSWER_SECONDS = 20.0
# Retries wait for as long as they may: what llmock's verdict says of the waits does not depend on
# chance then.
PACE = Pace(jitter=lambda limit: limit / 5)


def server(*around: Callable[[Any], Any]) -> LLMockServer:
    """llmock with the dialects that it lacks, and with what else is to stand around it."""
    made = LLMockServer()
    for middleware in (*around, Dialects):
        made.app.add_middleware(middleware)
    return made


@dataclass(frozen=True)
class Told:
    """What a chain told its caller, up to its end or to the error that ended it."""

    said: tuple[Said, ...]
    error: Exception | None = None

    @property
    def attempts(self) -> list[Attempt]:
        return [each for each in self.said if isinstance(each, Attempt)]

    @property
    def answer(self) -> list[Said]:
        """What stands: everything since the last reset."""
        resets = [place for place, each in enumerate(self.said) if isinstance(each, Reset)]
        return list(self.said[resets[-1] + 1 if resets else 0 :])

    @property
    def text(self) -> str:
        return "".join(each.text for each in self.answer if isinstance(each, TextDelta))

    @property
    def calls(self) -> list[ToolCall]:
        return [each for each in self.answer if isinstance(each, ToolCall)]


def hear(chain: Chain, transcript: Transcript, seconds: float = ANSWER_SECONDS) -> Told:
    """Everything that the chain says."""
    said: list[Said] = []
    try:
        said.extend(chain.stream(transcript, seconds))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test looks at
        return Told(tuple(said), error)
    return Told(tuple(said))


def provider_at(
    provider: str, server: LLMock, silence: float = SILENCE_SECONDS, **changes: Any
) -> dict[str, Any]:
    """The provider's part of a document, at a server that speaks its protocol."""
    base = {
        "anthropic": {"secret": "key", "baseUrl": server.base_url("anthropic")},
        "bedrock": {"region": "us-east-1", "baseUrl": server.url},
        "openai": {"secret": "key", "baseUrl": server.base_url("openai")},
        "azure-openai": {"secret": "key", "baseUrl": server.url, "deployment": "on-call"},
    }[provider]
    limits = {"timeoutSeconds": silence, "maxTokens": 1024}
    return {"provider": provider, "limits": limits, **base, **changes}


def chain_of(*providers: dict[str, Any], pace: Pace = PACE) -> Chain:
    """The chain that a document with these providers asks for."""
    document = json.dumps({"providers": providers})
    breaker = Breaker(MemoryBreakerStore(), FakeClock(datetime(2026, 11, 21, tzinfo=UTC)))
    models = ConfiguredModels(lambda: document, lambda _: "k3y", build, breaker, pace=pace)
    chain = models.chain()
    assert chain is not None
    return chain
