"""A chat session's money: whether a message can still be paid for, and the bill at its end."""

import math
from dataclasses import dataclass
from datetime import datetime

from casebook.budget import spenders
from casebook.budget.policy import BudgetPolicy
from casebook.domain.budget import Budget
from casebook.domain.usage import dollars
from casebook.engine import Engine, EngineChoice
from casebook.errors import BudgetUsedUp
from casebook.observability import logger
from casebook.ports.budgets import Ledger
from casebook.ports.clock import Clock
from casebook.ports.sessions import SessionHeader


@dataclass(frozen=True)
class SessionAccounts:
    engine: EngineChoice
    ledger: Ledger
    policy: BudgetPolicy
    clock: Clock

    def admit(self, header: SessionHeader) -> None:
        """Let a message pass whose answer can be paid for. Where rules answer, all can.

        Raises:
            BudgetUsedUp: with the seconds until it resets, if it does.
        """
        if self.engine.of(header.session_id) is Engine.DETERMINISTIC:
            return
        now = self.clock.now()
        for budget in self.policy.of(spenders.of_session(header), now):
            if not self.ledger.balance(budget).leaves(budget, self.policy.settings.answer_tokens):
                raise used_up(budget, now)

    def close(self, header: SessionHeader, reason: str) -> None:
        """Write the bill of a session that has ended into the log: one line. The cost is that of
        the calls whose price is known; the others are counted beside it."""
        balance = self.ledger.balance(self.policy.of_stream(header.session_id))
        logger.info(
            "a session ended",
            session_id=header.session_id,
            workload_id=header.workload_id,
            user=header.user,
            reason=reason,
            messages=header.messages,
            tokens=balance.spent.tokens,
            known_cost_usd=dollars(balance.spent.microdollars or 0),
            unpriced_calls=balance.unpriced_calls,
        )


def used_up(budget: Budget, now: datetime) -> BudgetUsedUp:
    """The refusal, as the HTTP and WebSocket edges send it."""
    wait = (budget.resets_at - now).total_seconds() if budget.resets_at else None
    return BudgetUsedUp(
        budget.sentence, retry_after_seconds=None if wait is None else max(1, math.ceil(wait))
    )
