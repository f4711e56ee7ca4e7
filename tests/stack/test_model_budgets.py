"""Model budgets on the local AWS' DynamoDB, and what of them people see."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest

from casebook.adapters.aws import Aws, Credentials
from casebook.adapters.dynamodb.ledger import DynamoLedger
from casebook.adapters.dynamodb.table import Table
from casebook.budget.policy import BudgetPolicy
from casebook.budget.spending import Spending
from casebook.domain.budget import Amount, Spender
from casebook.domain.usage import Usage
from casebook.settings import Settings
from casebook.wiring import SystemClock
from cli.client import Client
from local import aws
from local.state import Stack

CALLERS = 50
LIMIT = 40_000
WORST = 1_500
POLICY = BudgetPolicy(Settings(diagnosis_tokens=LIMIT))


@pytest.fixture
def ledger(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> DynamoLedger:
    named = aws.environment(stack.emulator.endpoint)
    keys = Credentials(named["AWS_ACCESS_KEY_ID"], named["AWS_SECRET_ACCESS_KEY"])
    table = Table(Aws(aws.REGION, keys, stack.emulator.endpoint), stack.casebook.table_name)
    return DynamoLedger(table, keep_days=90, usage_days=400)


def call_once(ledger: DynamoLedger, spender: Spender, model: str) -> bool:
    """One model call, if the budget has room for it."""
    spending = Spending(ledger, POLICY, SystemClock(), spender)
    reservation = spending.ask(Amount(tokens=WORST)).reservation
    if reservation is not None:
        usage = Usage(
            provider="acme",
            model=model,
            input_tokens=WORST,
            output_tokens=0,
            cost_microdollars=None,
        )
        spending.settle(reservation, [usage])
    return reservation is not None


def test_fifty_callers_use_a_budget_up_and_their_project_sees_what_it_came_to(
    ledger: DynamoLedger, client: Client, stranger: Client
) -> None:
    diagnosis, model = f"dgn_{secrets.token_hex(8)}", f"large-{secrets.token_hex(4)}"
    spender = Spender(stream=diagnosis, project="shop", workload_id="wkl_1", user="cloudwatch")

    with ThreadPoolExecutor(CALLERS) as pool:
        made = sum(pool.map(lambda _: call_once(ledger, spender, model), range(CALLERS)))

    assert made == LIMIT // WORST
    assert ledger.balance(POLICY.of_stream(diagnosis)).claimed.tokens == made * WORST
    lines = {line["key"]: line for line in client.usage("model")["lines"]}
    seen = lines[f"acme/{model}"]
    assert (seen["calls"], seen["inputTokens"], seen["costUsd"]) == (made, made * WORST, None)
    assert stranger.usage("model")["lines"] == []
