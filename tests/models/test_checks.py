"""Whether a provider would answer, asked of real servers, and what health tells of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock

from casebook.adapters.models.builders import build
from casebook.adapters.models.checks import check_of
from casebook.models.breaker import Breaker
from casebook.models.checking import FRESH, ModelChecks
from casebook.models.configuration import ModelsMisconfigured, parse
from casebook.models.configured import ConfiguredModels
from casebook.models.errors import BadKey, WrongEndpoint
from casebook.models.port import ModelCheck
from local.memory.clock import FakeClock
from tests.fakes.breakers import MemoryBreakerStore
from tests.models.protocol import serving
from tests.models.world import provider_at


def check(provider: dict[str, Any]) -> ModelCheck:
    (parsed,) = parse(json.dumps({"providers": [provider]})).providers
    return check_of(parsed, "k3y")


@pytest.mark.parametrize("provider", ["anthropic", "openai"])
def test_a_provider_that_lists_its_models_would_answer(provider: str, ill: LLMock) -> None:
    check(provider_at(provider, ill)).check()

    assert [(each.method, each.path.rpartition("/")[2]) for each in ill.requests] == [
        ("GET", "models")
    ]


@pytest.mark.parametrize(
    ("provider", "header"),
    [("anthropic", "x-api-key"), ("openai", "authorization"), ("azure-openai", "api-key")],
)
def test_the_key_is_shown_as_the_provider_wants_it(provider: str, header: str) -> None:
    with serving(b"{}", "application/json") as (url, requests):
        named = {"provider": provider, "secret": "key", "baseUrl": url}
        check(named | ({"deployment": "d"} if provider == "azure-openai" else {})).check()

    assert requests[0][header].endswith("k3y")


def test_a_refused_key_is_found_out(ill: LLMock) -> None:
    with pytest.raises(BadKey):
        check(provider_at("anthropic", ill.fail(401))).check()


def test_nobody_at_the_address_is_found_out() -> None:
    nobody = {"provider": "openai", "secret": "key", "baseUrl": "http://127.0.0.1:9"}

    with pytest.raises(WrongEndpoint):
        check(nobody).check()


class TestModelChecks:
    def checks(self, read: Callable[[], str | None], clock: FakeClock) -> ModelChecks:
        breaker = Breaker(MemoryBreakerStore(), clock)
        models = ConfiguredModels(read, lambda _: "k3y", build, breaker)
        return ModelChecks(models, check_of, clock)

    def test_each_model_has_its_result_under_its_name(self, ill: LLMock, well: LLMock) -> None:
        document = json.dumps(
            {"providers": [provider_at("anthropic", ill.fail(401)), provider_at("openai", well)]}
        )

        results = self.checks(lambda: document, FakeClock()).results()

        assert {name: each.error for name, each in results.items()} == {
            "anthropic/claude-sonnet-5-5": "The provider refuses the key",
            "openai/gpt-6.1-sol": None,
        }

    def test_results_are_kept_for_a_minute(self, well: LLMock) -> None:
        document, clock = json.dumps({"providers": [provider_at("openai", well)]}), FakeClock()
        checks = self.checks(lambda: document, clock)
        checks.results()
        checks.results()
        assert len(well.requests) == 1

        clock.move(seconds=FRESH.total_seconds())
        checks.results()
        assert len(well.requests) == 2

    def test_without_models_there_is_nothing_to_tell(self) -> None:
        assert self.checks(lambda: None, FakeClock()).results() == {}

    def test_a_wrong_document_is_told_without_its_text(self) -> None:
        results = self.checks(lambda: '{"providers": "s3cret"}', FakeClock()).results()

        assert [each.error for each in results.values()] == [ModelsMisconfigured.title]
