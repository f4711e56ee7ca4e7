"""What the tests of budgets share."""

from casebook.domain.budget import Amount, Spender
from casebook.domain.usage import Usage

ANN = Spender(stream="dgn_1", project="shop", workload_id="wkl_1", user="ann")
ASK = Amount(tokens=100, microdollars=1_000)


def used(tokens: int = 100, cost: int | None = 1_000, model: str = "large") -> Usage:
    return Usage(
        provider="acme",
        model=model,
        input_tokens=tokens,
        output_tokens=0,
        cached_tokens=tokens // 2,
        cost_microdollars=cost,
    )
