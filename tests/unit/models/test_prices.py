"""What an answer cost."""

from decimal import Decimal

import pytest

from casebook.models.port import ModelName, Usage
from casebook.models.prices import price_of


def cost(provider: str, model: str, usage: Usage) -> Decimal:
    price = price_of(ModelName(provider, model))
    assert price is not None
    return price.cost(usage)


def test_each_kind_of_token_has_its_price() -> None:
    million = Usage(input=10**6, output=10**6, cache_read=10**6, cache_write=10**6)

    assert cost("anthropic", "claude-sonnet-5-5", million) == Decimal("14.6")


@pytest.mark.parametrize(
    ("prompt", "dollars"), [(272_000, Decimal("0.544")), (272_001, Decimal("1.088004"))]
)
def test_a_prompt_over_the_limit_costs_more_for_every_token(prompt: int, dollars: Decimal) -> None:
    assert cost("openai", "gpt-6.1-sol", Usage(input=prompt)) == dollars


def test_tokens_from_the_cache_count_towards_that_limit() -> None:
    usage = Usage(input=1, cache_read=300_000)

    assert cost("openai", "gpt-6.1-sol", usage) == Decimal("0.060004")


def test_a_dated_name_costs_what_the_model_costs() -> None:
    usage = Usage(input=1000)

    assert cost("openai", "gpt-6.1-sol-2026-09-29", usage) == cost("openai", "gpt-6.1-sol", usage)


def test_a_model_of_another_provider_is_not_taken_for_its_namesake() -> None:
    assert price_of(ModelName("azure-openai", "gpt-6.1-sol")) is None
