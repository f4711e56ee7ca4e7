"""What model calls cost and tools use, as metrics that dashboards and alarms look at."""

from typing import TYPE_CHECKING

from casebook.domain.usage import Spent, Usage, dollars
from casebook.observability import measure

if TYPE_CHECKING:
    from casebook.domain.budget import Spender


def meter(usage: Usage, spender: "Spender", stage: str) -> None:
    """One call, by stage and by model; tokens and cost by workload too, and no more, for CloudWatch
    charges for every metric of every workload. A call of unknown price adds nothing to the cost,
    and one to the calls that the cost is silent about."""
    cost = usage.cost_microdollars
    whole, of_model = {"stage": stage}, {"stage": stage, "model": usage.model}
    measure(
        {"ModelTokens": usage.tokens, "ModelCostUsd": dollars(cost or 0)},
        whole,
        of_model,
        {"stage": stage, "workload": spender.workload_id},
    )
    measure(
        {
            "ModelCalls": 1,
            "UnpricedModelCalls": int(cost is None),
            "ModelInputTokens": usage.input_tokens,
            "ModelOutputTokens": usage.output_tokens,
            "ModelCachedTokens": usage.cached_tokens,
        },
        whole,
        of_model,
    )


def meter_refusal(stage: str) -> None:
    """A call that no budget had room for."""
    measure({"ModelCallsRefused": 1}, {"stage": stage})


def meter_failed_reservation(stage: str) -> None:
    """A call that could not be reserved or settled, because the ledger did not answer."""
    measure({"ReservationsFailed": 1}, {"stage": stage})


def meter_tools(spent: Spent, stage: str) -> None:
    """Requests to AWS and scanned bytes, booked or not."""
    measure(
        {"AwsRequests": spent.aws_requests, "BytesScanned": spent.bytes_scanned}, {"stage": stage}
    )


def meter_failed_booking(stage: str) -> None:
    """Requests to AWS that are missing in the usage: the table did not accept the row."""
    measure({"BookingsFailed": 1}, {"stage": stage})
