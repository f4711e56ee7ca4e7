"""What wires language models into a diagnosis, over memory."""

from collections.abc import Callable

from casebook.budget.policy import BudgetPolicy
from casebook.budget.spending import Spending
from casebook.diagnosis.assistance import Assistance
from casebook.engine import EngineChoice
from casebook.models.chain import Chain
from casebook.ports.budgets import Ledger
from casebook.ports.clock import Clock
from casebook.settings import Settings
from local.memory.ledger import FakeParameters


def assistance_of(
    open_chain: Callable[[], Chain] | None,
    ledger: Ledger,
    clock: Clock,
    settings: Settings | None = None,
) -> Assistance:
    """Models take part if a chain can be opened; else the deterministic engine is chosen."""
    limits = settings or Settings()
    switch = '{"engine": "model"}' if open_chain else '{"engine": "deterministic"}'
    return Assistance(
        EngineChoice(FakeParameters(engine=switch), "engine"),
        open_chain or (lambda: None),
        lambda spender: Spending(ledger, BudgetPolicy(limits), clock, spender),
        limits.agent_seconds,
    )
