"""What the endpoint of the usage takes and gives."""

from datetime import date
from typing import Literal

from pydantic import Field

from casebook.domain.model import Day, Model

By = Literal["day", "workload", "user", "model"]

TOOLS = "tools"
"""The key of the line of tools, which use no model. Keys of models contain a slash."""


class UsageQuery(Model):
    """Days are UTC's, the last one included; a year of them at most. The last seven days when none
    are named."""

    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")
    by: By = "day"


class UsageFigures(Model):
    """A sum of model calls and of tools' requests to AWS. `costUsd` is null as soon as the price of
    one call is unknown; `knownCostUsd` is what the others cost. AWS' charges for `awsRequests` and
    `bytesScanned` (by CloudWatch Logs Insights) are in neither."""

    calls: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cost_usd: float | None
    known_cost_usd: float
    unpriced_calls: int
    aws_requests: int
    bytes_scanned: int


class UsageLine(UsageFigures):
    """`key` is a day, a workload's id, a user or `provider/model`. By model, the requests of tools
    are the line `tools`, which has no calls."""

    key: str


class UsagePage(Model):
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    by: By
    lines: tuple[UsageLine, ...]
    total: UsageFigures
