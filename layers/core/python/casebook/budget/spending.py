"""How an agent pays for its model calls: ask before each, settle after each.

allowance = spending.ask(worst)
if allowance.reservation is None:       # STOP: conclude without a model, and say so
    ...
usages = call_the_model(...)
events = spending.settle(allowance.reservation, usages)     # or release(), if it never ran
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta

from casebook.budget.metering import meter, meter_failed_reservation, meter_refusal
from casebook.budget.policy import BudgetPolicy
from casebook.domain import ids
from casebook.domain.budget import Advice, Allowance, Amount, Budget, Reservation, Spender
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.usage import Usage
from casebook.errors import Unavailable
from casebook.observability import logger
from casebook.ports.budgets import BudgetRefused, Ledger
from casebook.ports.clock import Clock


@dataclass
class Spending:
    """What one chat turn, or one agent of a diagnosis, spends on models."""

    ledger: Ledger
    policy: BudgetPolicy
    clock: Clock
    spender: Spender
    _nudged: bool = field(default=False, init=False)

    def ask(self, worst: Amount) -> Allowance:
        """Whether a model may be called that costs `worst` at most, and with what advice.

        One request to the ledger while there is room. The first call that would pass the share at
        which agents are told to finish needs a second one, and so does one that is refused.

        Raises:
            Unavailable: the ledger does not answer; nothing is spent without it.
        """
        if not self._nudged:
            try:
                return self._granted(Advice.GO_ON, worst, self._nudge_at)
            except BudgetRefused as refused:
                if refused.budget.owner != self.spender.stream:
                    return self._stopped(refused.budget)
                self._nudged = True
        try:
            return self._granted(Advice.FINISH, worst)
        except BudgetRefused as refused:
            return self._stopped(refused.budget)

    def settle(self, reservation: Reservation, usages: Sequence[Usage]) -> list[UsageRecorded]:
        """Book what the call used in place of what was reserved; what to append to the stream.

        A call that failed over from one provider to another has a usage of each. A repeat books,
        meters and records nothing. A ledger that does not answer is no reason to lose an answer
        that was paid for: its budgets hold the worst until the reservation counts as abandoned.
        """
        try:
            if not self.ledger.settle(reservation, usages):
                logger.info("a reservation was settled before", id=reservation.reservation_id)
                return []
        except Unavailable as error:
            logger.error("a call was not settled", id=reservation.reservation_id, why=str(error))
            meter_failed_reservation(self.policy.settings.stage)
        for usage in usages:
            meter(usage, self.spender, self.policy.settings.stage)
        return [UsageRecorded.of(usage) for usage in usages]

    def release(self, reservation: Reservation) -> None:
        """Give the reservation back: no model was called, or it used nothing."""
        self.ledger.settle(reservation, ())

    @property
    def _nudge_at(self) -> float:
        return self.policy.settings.nudge_share

    def _granted(self, advice: Advice, worst: Amount, share: float = 1.0) -> Allowance:
        reservation = self._reservation(worst, share)
        try:
            self._reserve(reservation)
        except Unavailable:
            meter_failed_reservation(self.policy.settings.stage)
            raise
        return Allowance(advice=advice, reservation=reservation)

    def _reserve(self, reservation: Reservation) -> None:
        try:
            self.ledger.reserve(reservation)
        except BudgetRefused:
            if not self.ledger.give_back_abandoned(self.spender.project, self.clock.now()):
                raise
            self.ledger.reserve(reservation)

    def _reservation(self, worst: Amount, share: float) -> Reservation:
        now = self.clock.now()
        own, *daily = self.policy.of(self.spender, now)
        return Reservation(
            reservation_id=ids.new_id(ids.RESERVATION),
            spender=self.spender,
            day=now.astimezone(UTC).date(),
            budgets=(own.reduced(share), *daily),
            worst=worst,
            expires_at=now + timedelta(seconds=self.policy.settings.reservation_seconds),
        )

    def _stopped(self, used_up: Budget) -> Allowance:
        logger.warning("a model call was refused", stream=self.spender.stream, why=used_up.sentence)
        meter_refusal(self.policy.settings.stage)
        return Allowance(advice=Advice.STOP, used_up=used_up)
