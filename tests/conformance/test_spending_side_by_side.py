"""Fifty callers on one budget: it is used to the end, and never passed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from casebook.adapters.dynamodb.ledger import DynamoLedger
from casebook.adapters.dynamodb.table import Table
from casebook.budget.policy import BudgetPolicy
from casebook.budget.spending import Spending
from casebook.domain.budget import Amount, Balance, Spender
from casebook.domain.usage import Usage
from casebook.settings import Settings
from local.memory.clock import FakeClock
from local.memory.ledger import MemoryLedger
from tests.conformance.contention import ContendedAws

CALLERS = 50
CALLS_EACH = 3
LIMIT_TOKENS = 100_000
WORST = Amount(tokens=1_500, microdollars=15_000)
ANN = Spender(stream="dgn_storm", project="shop", workload_id="wkl_1", user="ann")
POLICY = BudgetPolicy(Settings(diagnosis_tokens=LIMIT_TOKENS, diagnosis_dollars=1.0))


@dataclass
class Storm:
    """Callers that each call a model a few times, or until they are told to stop."""

    ledger: MemoryLedger | DynamoLedger
    used: int

    def run(self) -> tuple[int, int]:
        """How many calls were made, and how many refused."""
        with ThreadPoolExecutor(CALLERS) as pool:
            made = list(pool.map(lambda _: self._caller(), range(CALLERS)))
        return sum(made), sum(each < CALLS_EACH for each in made)

    def _caller(self) -> int:
        spending = Spending(self.ledger, POLICY, FakeClock(), ANN)
        for made in range(CALLS_EACH):
            reservation = spending.ask(WORST).reservation
            if reservation is None:
                return made
            spending.settle(reservation, [self._usage()])
        return CALLS_EACH

    def _usage(self) -> Usage:
        return Usage(
            provider="acme",
            model="large",
            input_tokens=self.used - 100,
            output_tokens=100,
            cached_tokens=0,
            cost_microdollars=self.used * 10,
        )

    @property
    def balance(self) -> Balance:
        return self.ledger.balance(POLICY.of_stream(ANN.stream))


@pytest.fixture
def contended(table: Table, moto_endpoint: str) -> ContendedAws:
    return ContendedAws("us-east-1", table._aws._credentials, moto_endpoint)


@pytest.fixture(params=["memory", "dynamodb"])
def ledger(request: pytest.FixtureRequest) -> MemoryLedger | DynamoLedger:
    if request.param == "memory":
        return MemoryLedger()
    # moto copies the whole table for a transaction: the queue moves slower than DynamoDB's.
    table = Table(request.getfixturevalue("contended"), "casebook", attempts=60)
    return DynamoLedger(table, keep_days=90, usage_days=400)


@pytest.fixture(autouse=True)
def _metrics_have_a_namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "test")


def test_callers_that_use_what_they_asked_for_never_pass_the_limit(
    ledger: MemoryLedger | DynamoLedger,
) -> None:
    storm = Storm(ledger, used=WORST.tokens)

    made, stopped = storm.run()

    balance = storm.balance
    assert stopped > 0
    assert balance.claimed == balance.spent
    assert balance.spent.tokens == made * WORST.tokens <= LIMIT_TOKENS
    assert balance.spent.tokens > LIMIT_TOKENS - WORST.tokens


def test_callers_that_use_less_leave_the_rest_to_the_others(
    ledger: MemoryLedger | DynamoLedger,
) -> None:
    storm = Storm(ledger, used=400)

    made, _ = storm.run()

    assert made * 400 == storm.balance.spent.tokens <= LIMIT_TOKENS
    assert made > LIMIT_TOKENS // WORST.tokens


def test_a_caller_that_underestimates_passes_the_limit_by_its_own_error_and_no_more(
    ledger: MemoryLedger | DynamoLedger,
) -> None:
    storm = Storm(ledger, used=WORST.tokens + 300)
    spending = Spending(ledger, POLICY, FakeClock(), ANN)

    while (reservation := spending.ask(WORST).reservation) is not None:
        spending.settle(reservation, [storm._usage()])

    assert storm.balance.spent.tokens <= LIMIT_TOKENS + 300


def test_a_model_call_costs_one_request_before_and_one_after(contended: ContendedAws) -> None:
    ledger = DynamoLedger(Table(contended, "casebook"), keep_days=90, usage_days=400)
    spending = Spending(ledger, POLICY, FakeClock(), ANN)

    for _ in range(10):
        reservation = spending.ask(WORST).reservation
        assert reservation is not None
        spending.settle(reservation, [Storm(ledger, 1_000)._usage()])

    assert contended.requests == {"TransactWriteItems": 20}
