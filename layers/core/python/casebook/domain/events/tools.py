"""Events of a tool run, the same in a chat and in a diagnosis."""

from decimal import Decimal

from casebook.domain.events.event import Payload
from casebook.domain.evidence import Evidence
from casebook.domain.model import Json
from casebook.domain.usage import Spent, Usage, dollars, microdollars


class ToolStarted(Payload, type="tool-started"):
    """An agent runs a tool; `callId` ties it to its `tool-finished`."""

    call_id: str
    tool: str
    parameters: Json


class ToolFinished(Payload, type="tool-finished"):
    """`evidence` is the whole record in a chat; a diagnosis tells of it in `evidence-found`."""

    call_id: str
    tool: str
    outcome: str
    duration_ms: int
    evidence_id: str | None = None
    evidence: Evidence | None = None


class UsageRecorded(Payload, type="usage-recorded"):
    """What a step cost: one model call, or its tool runs, which use no model, no tokens and no
    dollars. `costUsd` is null where the model's price is unknown. `inputTokens` has the
    `cachedTokens` among them. `awsRequests` counts the requests that tools sent to AWS, retries
    included; `bytesScanned` is what CloudWatch Logs Insights scanned for them."""

    engine: str
    provider: str | None = None
    model: str | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cost_usd: float | None = 0.0
    tool_runs: int = 0
    aws_requests: int = 0
    bytes_scanned: int = 0

    @classmethod
    def of(cls, usage: Usage) -> "UsageRecorded":
        cost = usage.cost_microdollars
        return cls(
            engine="model",
            provider=usage.provider,
            model=usage.model,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cached_tokens=usage.cached_tokens,
            cost_usd=None if cost is None else dollars(cost),
        )

    @classmethod
    def of_tools(cls, spent: Spent) -> "UsageRecorded":
        """The requests and scanned bytes of tools, run by rules or by a model."""
        return cls(
            engine="deterministic",
            aws_requests=spent.aws_requests,
            bytes_scanned=spent.bytes_scanned,
        )

    @property
    def spent(self) -> Spent:
        """What it adds to its session's or diagnosis' sum."""
        asked = Spent(aws_requests=self.aws_requests, bytes_scanned=self.bytes_scanned)
        if self.model is None:
            return asked
        known = self.cost_usd is not None
        return asked + Spent.of(
            Usage(
                provider=self.provider or "",
                model=self.model,
                input_tokens=self.input_tokens,
                output_tokens=self.output_tokens,
                cached_tokens=self.cached_tokens,
                cost_microdollars=microdollars(Decimal(str(self.cost_usd))) if known else None,
            )
        )
