"""The models that Casebook offers by default, and what models cost. The one file to edit.

Prices are US dollars for a million tokens, at list price without volume, batch or regional terms,
as of 2026-11-21. Taken from the data of the package `genai-prices` 0.2.3 (github.com/pydantic/
genai-prices), which gives these pages as its sources:

- https://platform.claude.com/docs/en/about-claude/pricing (Anthropic; five-minute cache writes)
- https://developers.openai.com/api/docs/pricing (OpenAI)
- AWS' price list `AmazonBedrockFoundationModels` (Bedrock; global endpoints: regional ones cost a
  tenth more)

Azure bills by its own list and region, so a model there has no price here: give one in the
configuration. An unknown price is unknown (None), never zero.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from casebook.models.port import ModelName, Usage

AS_OF = "2026-11-21"
SOURCE = "genai-prices 0.2.3"

# Names as the installed SDKs have them: `anthropic.types.Model`, `openai.types.ChatModel`, and the
# profiles of langchain-aws. On Bedrock a global inference profile serves every region.
DEFAULT_MODELS = {
    "anthropic": "claude-sonnet-5-5",
    "bedrock": "global.anthropic.claude-sonnet-5-5",
    "openai": "gpt-6.1-sol",
    "azure-openai": "gpt-6.1-sol",
}


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars for a million tokens. Where `long_over` is given, a request whose prompt has more
    tokens than that costs `long` for every token."""

    input: Decimal
    output: Decimal
    cache_read: Decimal
    cache_write: Decimal
    long_over: int | None = None
    long: "Price | None" = None

    def cost(self, usage: Usage) -> Decimal:
        """What a request cost, in dollars."""
        if self.long and self.long_over is not None and usage.prompt > self.long_over:
            return self.long.cost(usage)
        total = (
            usage.input * self.input
            + usage.output * self.output
            + usage.cache_read * self.cache_read
            + usage.cache_write * self.cache_write
        )
        return total / 1_000_000


def _price(input: str, output: str, cache_read: str, cache_write: str) -> Price:
    return Price(Decimal(input), Decimal(output), Decimal(cache_read), Decimal(cache_write))


def _longer(over: int, short: Price, long: Price) -> Price:
    return Price(short.input, short.output, short.cache_read, short.cache_write, over, long)


_OPUS = _price("4", "20", "0.2", "5")
_SONNET = _price("2", "10", "0.1", "2.5")
_HAIKU = _longer(
    100_000, _price("0.1", "0.5", "0.01", "0.125"), _price("0.5", "2.5", "0.05", "0.625")
)
_SOL = _longer(272_000, _price("2", "10", "0.1", "2.5"), _price("4", "15", "0.2", "5"))
_TERRA = _longer(272_000, _price("1", "5", "0.05", "1.25"), _price("2", "7.5", "0.1", "2.5"))
_LUNA = _longer(
    272_000, _price("0.1", "0.5", "0.01", "0.125"), _price("0.2", "0.75", "0.02", "0.25")
)

PRICES: dict[ModelName, Price] = {
    ModelName("anthropic", "claude-opus-5-5"): _OPUS,
    ModelName("anthropic", "claude-sonnet-5-5"): _SONNET,
    ModelName("anthropic", "claude-haiku-5-5"): _HAIKU,
    ModelName("bedrock", "global.anthropic.claude-opus-5-5"): _OPUS,
    ModelName("bedrock", "global.anthropic.claude-sonnet-5-5"): _SONNET,
    ModelName("bedrock", "global.anthropic.claude-haiku-5-5"): _HAIKU,
    ModelName("openai", "gpt-6.1-sol"): _SOL,
    ModelName("openai", "gpt-6.1-terra"): _TERRA,
    ModelName("openai", "gpt-6-luna"): _LUNA,
}

# A dated name is the same model at the same price: claude-sonnet-5-5-20260928.
_DATE = re.compile(r"-(\d{8}|\d{4}-\d{2}-\d{2})$")


def price_of(name: ModelName) -> Price | None:
    """The list price, or None where it is not known."""
    return PRICES.get(ModelName(name.provider, _DATE.sub("", name.model)))
