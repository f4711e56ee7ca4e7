"""The document that says which models are asked, and what is said of a wrong one."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from casebook.models.breaker import Breaker
from casebook.models.configuration import (
    AzureOpenAIProvider,
    ModelsMisconfigured,
    Provider,
    at_addresses,
    name_of,
    parse,
    price_at,
)
from casebook.models.configured import ConfiguredModels
from casebook.models.port import LanguageModel, ModelName
from casebook.models.prices import DEFAULT_MODELS, price_of
from local.memory.clock import FakeClock
from tests.fakes.breakers import MemoryBreakerStore
from tests.fakes.models import ScriptedModel

PAGE = Path(__file__).parents[3] / "docs" / "models.md"
ANTHROPIC = {"provider": "anthropic", "secret": "casebook/anthropic"}
BEDROCK = {"provider": "bedrock", "region": "eu-central-1"}


def document(*providers: dict[str, Any]) -> str:
    return json.dumps({"providers": providers})


def test_the_example_of_the_page_is_valid() -> None:
    (example,) = re.findall(r"```json\n(\{.*?\n\})\n```", PAGE.read_text(), re.DOTALL)

    configured = parse(example)

    assert {each.provider for each in configured.providers} == set(DEFAULT_MODELS)


def test_providers_keep_their_order_and_have_default_models() -> None:
    configured = parse(document(BEDROCK, ANTHROPIC))

    assert [name_of(each) for each in configured.providers] == [
        ModelName("bedrock", "global.anthropic.claude-sonnet-5-5"),
        ModelName("anthropic", "claude-sonnet-5-5"),
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{", "the document"),
        (document(), r"providers: .*one provider or more"),
        (document({"provider": "anthropic"}), r"providers\[0\]\.secret: .*secret"),
        (document(ANTHROPIC, {"provider": "bedrock"}), r"providers\[1\]\.region: .*eu-central-1"),
        (document(BEDROCK | {"region": "Frankfurt"}), r"providers\[0\]\.region: .*eu-central-1"),
        (document({"provider": "gemini"}), r"providers\[0\].*'anthropic'"),
        (document(ANTHROPIC | {"modle": "x"}), r"providers\[0\]\.modle"),
        (
            document(ANTHROPIC | {"limits": {"timeoutSeconds": 0}}),
            r"providers\[0\]\.limits\.timeoutSeconds: .*seconds",
        ),
        (document(ANTHROPIC | {"price": {"input": 1}}), r"price\.output: .*[Dd]ollars"),
        (document(ANTHROPIC | {"thinking": 10}), r"providers\[0\]\.thinking"),
    ],
)
def test_a_wrong_document_names_the_field_and_what_belongs_there(wrong: str, said: str) -> None:
    with pytest.raises(ModelsMisconfigured, match=re.compile(said, re.IGNORECASE)):
        parse(wrong)


def test_a_wrong_document_never_repeats_a_value() -> None:
    key = "sk" + "-" + "x" * 20

    with pytest.raises(ModelsMisconfigured) as raised:
        parse(document(ANTHROPIC | {"secret": [key]}))
    assert key not in raised.value.detail


def test_an_own_price_comes_before_the_list_price() -> None:
    own = {"input": 1, "output": 5, "cacheRead": "0.05", "cacheWrite": "1.25"}
    (provider,) = parse(document(ANTHROPIC | {"price": own})).providers

    price = price_at(provider)

    assert price is not None
    assert price.cache_read == Decimal("0.05")


def test_a_model_that_nobody_knows_has_no_price() -> None:
    (provider,) = parse(document(ANTHROPIC | {"model": "claude-nova-9"})).providers

    assert price_at(provider) is None


def test_addresses_can_be_given_from_outside() -> None:
    configured = at_addresses(
        parse(document(BEDROCK, ANTHROPIC)), "anthropic=http://127.0.0.1:8000/anthropic"
    )

    bedrock, anthropic = configured.providers
    assert bedrock.base_url is None
    assert str(anthropic.base_url) == "http://127.0.0.1:8000/anthropic"


@pytest.mark.parametrize("wrong", ["http://127.0.0.1", "gemini=http://127.0.0.1", "anthropic=here"])
def test_an_address_that_nobody_can_use_is_refused(wrong: str) -> None:
    with pytest.raises(ModelsMisconfigured, match="="):
        at_addresses(parse(document(ANTHROPIC)), wrong)


def test_azure_has_a_deployment_and_the_model_that_is_deployed() -> None:
    (provider,) = parse(
        document(
            {
                "provider": "azure-openai",
                "deployment": "on-call",
                "baseUrl": "https://team.openai.azure.com",
                "secret": "casebook/azure-openai",
            }
        )
    ).providers

    assert isinstance(provider, AzureOpenAIProvider)
    assert provider.model == DEFAULT_MODELS["azure-openai"]


def test_each_default_model_but_azures_has_a_list_price() -> None:
    unknown = {
        provider
        for provider, model in DEFAULT_MODELS.items()
        if price_of(ModelName(provider, model)) is None
    }

    assert unknown == {"azure-openai"}


class TestConfiguredModels:
    """The chain follows the document; a model is built again only when it has to be."""

    @pytest.fixture
    def built(self) -> list[tuple[str, str]]:
        return []

    def models(
        self, read: Callable[[], str | None], keys: dict[str, str], built: list[tuple[str, str]]
    ) -> ConfiguredModels:
        def build(provider: Provider, key: str) -> LanguageModel:
            built.append((provider.provider, key))
            return ScriptedModel(provider.provider)

        breaker = Breaker(MemoryBreakerStore(), FakeClock())
        return ConfiguredModels(read, keys.__getitem__, build, breaker)

    def test_without_a_document_there_are_no_models(self, built: list[tuple[str, str]]) -> None:
        assert self.models(lambda: None, {}, built).chain() is None

    def test_keys_come_from_the_secrets_and_bedrock_has_none(
        self, built: list[tuple[str, str]]
    ) -> None:
        keys = {"casebook/anthropic": "k1"}

        self.models(lambda: document(ANTHROPIC, BEDROCK), keys, built).chain()

        assert built == [("anthropic", "k1"), ("bedrock", "")]

    def test_a_model_is_built_once_and_again_when_its_key_changed(
        self, built: list[tuple[str, str]]
    ) -> None:
        keys = {"casebook/anthropic": "k1"}
        models = self.models(lambda: document(ANTHROPIC), keys, built)
        models.chain()
        models.chain()
        keys["casebook/anthropic"] = "k2"
        models.chain()

        assert built == [("anthropic", "k1"), ("anthropic", "k2")]
