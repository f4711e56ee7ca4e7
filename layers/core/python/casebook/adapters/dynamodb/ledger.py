"""The ledger of model budgets in DynamoDB (docs/decisions/0007).

A condition cannot add, so a budget's item keeps the sum itself: `tokens` and `microdollars` are
what is claimed, spent and reserved together. Reserving is one transaction over the items of all
budgets and the reservation; settling is another. A reservation stands under its project in the
order of its expiry, so that those of crashed callers are found when somebody is refused, and cost
nothing before that.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from casebook.adapters.dynamodb.table import (
    Delete,
    Item,
    Key,
    Put,
    Table,
    TransactionRefused,
    Update,
    Write,
)
from casebook.adapters.dynamodb.usage import usage_updates
from casebook.domain.budget import Amount, Balance, Budget, Reservation
from casebook.domain.model import iso
from casebook.domain.usage import Spent, Usage
from casebook.ports.budgets import BudgetRefused

_REFUSED = "ConditionalCheckFailed"
_THERE = "attribute_exists(#pk)"
_SWEPT_AT_ONCE = 25


class DynamoLedger:
    """`keep_days` is how long the items of budgets and reservations live, `usage_days` how long
    those of the usage do."""

    def __init__(self, table: Table, keep_days: int, usage_days: int) -> None:
        self._table = table
        self._keep = timedelta(days=keep_days)
        self._keep_usage = timedelta(days=usage_days)

    def reserve(self, reservation: Reservation) -> None:
        worst = reservation.worst
        for budget in reservation.budgets:
            if not budget.could_ever_hold(worst):
                raise BudgetRefused(budget)
        claims = [self._claim(budget, reservation) for budget in reservation.budgets]
        held: Item = {
            **_item(_held(reservation)),
            "reservation": reservation.to_json(),
            "ttl": self._expiry(reservation),
        }
        try:
            self._table.transact(*claims, Put(held, "attribute_not_exists(#pk)"))
        except TransactionRefused as error:
            for budget, reason in zip(reservation.budgets, error.reasons, strict=False):
                if reason == _REFUSED:
                    raise BudgetRefused(budget) from error
            # The reservation alone was there already: this is a repeat.

    def settle(self, reservation: Reservation, usages: Sequence[Usage]) -> bool:
        spent = Spent.total(map(Spent.of, usages))
        rows = usage_updates(reservation.spender, reservation.day, usages, self._keep_usage)
        # One that was given back as abandoned claims nothing any more; its calls still count.
        for place, claimed in (
            (_held(reservation), reservation.worst),
            (_lapsed(reservation), Amount(tokens=0)),
        ):
            booked = [
                self._book(budget, reservation, spent, claimed) for budget in reservation.budgets
            ]
            if self._done(Delete(place, _THERE), *booked, *rows):
                return True
        return False

    def give_back_abandoned(self, project: str, now: datetime) -> int:
        return sum(map(self._give_back, islice(self._abandoned(project, now), _SWEPT_AT_ONCE)))

    def balance(self, budget: Budget) -> Balance:
        item = self._table.get(*_budget_key(budget))
        if item is None:
            return Balance()
        return Balance(
            claimed=_amount(item, ""),
            spent=_amount(item, "spent_"),
            unpriced_calls=int(item.get("unpriced_calls", 0)),
        )

    def _abandoned(self, project: str, now: datetime) -> Iterator[Reservation]:
        found = self._table.query(
            "#pk = :pk AND #sk BETWEEN :first AND :last",
            {"pk": f"LEDGER#{project}", "first": "HELD#", "last": f"HELD#{iso(now)}"},
            limit=_SWEPT_AT_ONCE,
        )
        return (Reservation.model_validate_json(str(item["reservation"])) for item in found)

    def _give_back(self, reservation: Reservation) -> bool:
        """Whether it was given back; not if its caller, or another one like us, was faster."""
        lapsed: Item = {**_item(_lapsed(reservation)), "ttl": self._expiry(reservation)}
        return self._done(
            Delete(_held(reservation), _THERE),
            Put(lapsed),
            *(self._book(b, reservation, Spent(), reservation.worst) for b in reservation.budgets),
        )

    def _done(self, *writes: Write) -> bool:
        try:
            self._table.transact(*writes)
        except TransactionRefused:
            return False
        return True

    def _claim(self, budget: Budget, reservation: Reservation) -> Update:
        worst, room = reservation.worst, budget.room_for(reservation.worst)
        return Update(
            _budget_key(budget),
            "SET #ttl = :ttl ADD #tokens :tokens, #microdollars :microdollars",
            "attribute_not_exists(#tokens) OR "
            "(#tokens <= :room_tokens AND #microdollars <= :room_microdollars)",
            {
                "ttl": self._expiry(reservation),
                "tokens": worst.tokens,
                "microdollars": worst.microdollars or 0,
                "room_tokens": room.tokens,
                "room_microdollars": room.microdollars or 0,
            },
        )

    def _book(
        self, budget: Budget, reservation: Reservation, spent: Spent, claimed: Amount
    ) -> Update:
        """Puts what was spent in place of what was claimed."""
        return Update(
            _budget_key(budget),
            "SET #ttl = :ttl ADD #tokens :tokens, #microdollars :microdollars, "
            "#spent_tokens :spent_tokens, #spent_microdollars :spent_microdollars, "
            "#unpriced_calls :unpriced_calls",
            values={
                "ttl": self._expiry(reservation),
                "tokens": spent.tokens - claimed.tokens,
                "microdollars": spent.known_microdollars - (claimed.microdollars or 0),
                "spent_tokens": spent.tokens,
                "spent_microdollars": spent.known_microdollars,
                "unpriced_calls": spent.unpriced_calls,
            },
        )

    def _expiry(self, reservation: Reservation) -> int:
        return int((reservation.expires_at + self._keep).timestamp())


def _budget_key(budget: Budget) -> Key:
    day = budget.day.isoformat() if budget.day else "EVER"
    return f"BUDGET#{budget.kind}#{budget.owner}", day


def _held(reservation: Reservation) -> Key:
    until = iso(reservation.expires_at)
    project = reservation.spender.project
    return f"LEDGER#{project}", f"HELD#{until}#{reservation.reservation_id}"


def _lapsed(reservation: Reservation) -> Key:
    return f"LEDGER#{reservation.spender.project}", f"LAPSED#{reservation.reservation_id}"


def _item(key: Key) -> Item:
    return {"pk": key[0], "sk": key[1]}


def _amount(item: Item, prefix: str) -> Amount:
    return Amount(
        tokens=int(item.get(f"{prefix}tokens", 0)),
        microdollars=int(item.get(f"{prefix}microdollars", 0)),
    )
