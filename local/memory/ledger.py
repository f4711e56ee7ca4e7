"""The ledger of model budgets, its usage rows, and run-time parameters, in memory."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from casebook.domain.budget import Amount, Balance, Budget, Reservation
from casebook.domain.usage import Spent, Usage
from casebook.errors import AwsCallFailed
from casebook.ports.budgets import BudgetRefused
from casebook.ports.usage import UsageRow

_Key = tuple[str, str, date | None]
_RowKey = tuple[date, str, str, str, str, str]


class MemoryLedger:
    """`requests` counts what DynamoDB would be asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._claimed: defaultdict[_Key, list[int]] = defaultdict(lambda: [0, 0])
        self._spent: defaultdict[_Key, Spent] = defaultdict(Spent)
        self._held: dict[str, Reservation] = {}
        self._lapsed: set[str] = set()
        self.rows: defaultdict[_RowKey, Spent] = defaultdict(Spent)
        self.requests = 0

    def reserve(self, reservation: Reservation) -> None:
        with self._lock:
            self.requests += 1
            if reservation.reservation_id in self._held:
                return
            worst = reservation.worst
            for budget in reservation.budgets:
                tokens, money = self._claimed[_key(budget)]
                fits = tokens + worst.tokens <= budget.limit_tokens
                if not fits or money + (worst.microdollars or 0) > budget.limit_microdollars:
                    raise BudgetRefused(budget)
            self._held[reservation.reservation_id] = reservation
            self._claim(reservation, worst, 1)

    def settle(self, reservation: Reservation, usages: Sequence[Usage]) -> bool:
        with self._lock:
            self.requests += 1
            if self._held.pop(reservation.reservation_id, None):
                self._claim(reservation, reservation.worst, -1)
            elif reservation.reservation_id in self._lapsed:
                self._lapsed.remove(reservation.reservation_id)
            else:
                return False
            spent = Spent.total(map(Spent.of, usages))
            self._claim(
                reservation, Amount(tokens=spent.tokens, microdollars=spent.known_microdollars), 1
            )
            for budget in reservation.budgets:
                self._spent[_key(budget)] += spent
            for usage in usages:
                self.rows[_row_key(reservation, usage)] += Spent.of(usage)
            return True

    def give_back_abandoned(self, project: str, now: datetime) -> int:
        with self._lock:
            self.requests += 1
            abandoned = [
                each
                for each in self._held.values()
                if each.spender.project == project and each.expires_at <= now
            ]
            for each in abandoned:
                del self._held[each.reservation_id]
                self._lapsed.add(each.reservation_id)
                self._claim(each, each.worst, -1)
            return len(abandoned)

    def balance(self, budget: Budget) -> Balance:
        with self._lock:
            self.requests += 1
            tokens, money = self._claimed[_key(budget)]
            spent = self._spent[_key(budget)]
            return Balance(
                claimed=Amount(tokens=tokens, microdollars=money),
                spent=Amount(tokens=spent.tokens, microdollars=spent.known_microdollars),
                unpriced_calls=spent.unpriced_calls,
            )

    def _claim(self, reservation: Reservation, amount: Amount, sign: int) -> None:
        for budget in reservation.budgets:
            claimed = self._claimed[_key(budget)]
            claimed[0] += sign * amount.tokens
            claimed[1] += sign * (amount.microdollars or 0)


class MemoryUsageStore:
    """Reads what the ledger's settlements wrote, and adds to it."""

    def __init__(self, ledger: MemoryLedger) -> None:
        self._ledger = ledger

    def of_project(self, project: str, first: date, last: date) -> list[UsageRow]:
        return [
            UsageRow(*key, spent)
            for key, spent in sorted(self._ledger.rows.items(), key=lambda each: each[0])
            if key[1] == project and first <= key[0] <= last
        ]

    def add(self, row: UsageRow) -> None:
        self._ledger.rows[row[:-1]] += row.spent


class FakeParameters:
    """Parameters in a dict; one that is not there cannot be read."""

    def __init__(self, **values: str) -> None:
        self.values = values

    def get(self, name: str) -> str:
        if name not in self.values:
            raise AwsCallFailed("GetParameter", "ParameterNotFound", name, 400)
        return self.values[name]


def _key(budget: Budget) -> _Key:
    return budget.kind.value, budget.owner, budget.day


def _row_key(reservation: Reservation, usage: Usage) -> _RowKey:
    who = reservation.spender
    return (
        reservation.day,
        who.project,
        who.workload_id,
        who.user,
        usage.provider,
        usage.model,
    )
