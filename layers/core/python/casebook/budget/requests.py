"""What the endpoint of the usage takes and gives."""

from datetime import date
from typing import Literal

from pydantic import Field

from casebook.domain.model import Model

By = Literal["day", "workload", "user", "model"]


class UsageQuery(Model):
    """Days are UTC's, the last one included; a year of them at most. The last seven days when none
    are named."""

    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")
    by: By = "day"


class UsageFigures(Model):
    """A sum of model calls. `costUsd` is null as soon as the price of one call is unknown;
    `knownCostUsd` is what the others cost."""

    calls: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cost_usd: float | None
    known_cost_usd: float
    unpriced_calls: int


class UsageLine(UsageFigures):
    """`key` is a day, a workload's id, a user or `provider/model`."""

    key: str


class UsagePage(Model):
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    by: By
    lines: tuple[UsageLine, ...]
    total: UsageFigures
