"""Budgets, and what was used of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from casebook.domain.budget import Balance, Budget, Reservation
from casebook.domain.usage import Usage


class BudgetRefused(Exception):
    """What a reservation asks for does not fit into `budget`; nothing was reserved."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget.sentence)
        self.budget = budget


class Ledger(Protocol):
    """What of every budget is spent and reserved. Callers side by side cannot pass a limit: a
    reservation is claimed of all of its budgets or of none."""

    def reserve(self, reservation: Reservation) -> None:
        """Claim the worst that a call can cost. A repeat of the same reservation changes nothing.

        Raises:
            BudgetRefused: naming the first budget that it does not fit into.
        """
        ...

    def settle(self, reservation: Reservation, usages: Sequence[Usage]) -> bool:
        """Put what was used in place of what was reserved, and count it in the usage of the
        reservation's day. Without usages the reservation is given back.

        What was used is counted once, and always: also when it was more than was reserved, and
        when the reservation was taken for abandoned meanwhile. False: it was settled before.
        """
        ...

    def give_back_abandoned(self, project: str, now: datetime) -> int:
        """Give back the project's reservations that nobody settled in time; returns how many."""
        ...

    def balance(self, budget: Budget) -> Balance: ...
