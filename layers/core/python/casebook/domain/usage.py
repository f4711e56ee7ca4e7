"""Usage: tokens and dollars of model calls, requests and scanned bytes of tools that read AWS.

Money is counted in whole micro-dollars, so that a sum over a thousand calls is exact and a store
can add it up by itself. A call whose price nobody knows costs `None`, and so does every sum that it
is part of: unknown is not zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import ClassVar

from pydantic import ConfigDict, Field, NonNegativeInt
from pydantic.alias_generators import to_camel

from casebook.domain.model import Model

_PER_DOLLAR = 1_000_000

ALARM_USER = "cloudwatch"
"""The user of a diagnosis that an alarm started; the alarm's events have this actor."""


def microdollars(dollars: Decimal) -> int:
    """Rounded up, so that no call is free because it was small."""
    return int((dollars * _PER_DOLLAR).to_integral_value(ROUND_CEILING))


def dollars(amount: int) -> float:
    """Micro-dollars as the dollars that people and JSON know."""
    return amount / _PER_DOLLAR


class Usage(Model):
    """One model call, as its provider counted it."""

    provider: str
    model: str
    input_tokens: NonNegativeInt = Field(description="With those that came from the cache.")
    output_tokens: NonNegativeInt
    cached_tokens: NonNegativeInt = Field(0, description="Input that the provider had cached.")
    cost_microdollars: NonNegativeInt | None = Field(description="None: the price is unknown.")

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens


@dataclass(frozen=True, slots=True)
class Spent:
    """A sum of model calls and of tools' requests to AWS. `known_microdollars` is what the calls
    with a known price cost; AWS' charges for requests and bytes are not in it."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_camel, populate_by_name=True
    )

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    known_microdollars: int = 0
    unpriced_calls: int = 0
    aws_requests: int = 0
    bytes_scanned: int = 0

    @classmethod
    def of(cls, usage: Usage) -> "Spent":
        return cls(
            calls=1,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cached_tokens=usage.cached_tokens,
            known_microdollars=usage.cost_microdollars or 0,
            unpriced_calls=int(usage.cost_microdollars is None),
        )

    @classmethod
    def total(cls, parts: Iterable["Spent"]) -> "Spent":
        return sum(parts, cls())

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            self.known_microdollars + other.known_microdollars,
            self.unpriced_calls + other.unpriced_calls,
            self.aws_requests + other.aws_requests,
            self.bytes_scanned + other.bytes_scanned,
        )

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    @property
    def cost_usd(self) -> float | None:
        """In dollars; None as soon as the price of one call is unknown."""
        return None if self.unpriced_calls else self.known_cost_usd

    @property
    def known_cost_usd(self) -> float:
        """What was spent at least, in dollars."""
        return dollars(self.known_microdollars)
