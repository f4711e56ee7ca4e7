"""Bookings where nothing is asked of AWS, so nothing is booked."""

from casebook.budget.bookings import Bookings
from casebook.domain.usage import Spent
from casebook.ports.clock import Clock
from local.memory.ledger import MemoryLedger, MemoryUsageStore


def free_of_charge(clock: Clock) -> Bookings:
    return Bookings(Spent, lambda: MemoryUsageStore(MemoryLedger()), clock, "local")
