"""What comes of a simulation, in words."""

from __future__ import annotations

from math import isinf

from local.scale.simulation import Outcome

RATES = (100, 1_000, 10_000)


def amount(number: float) -> str:
    """Two digits that say something, thousands apart."""
    if isinf(number):
        return "any"
    digits = 1 if number < 10 and number != int(number) else 0
    rounded = round(number, -2) if number >= 10_000 else number
    return f"{rounded:,.{digits}f}"


def verdict(outcome: Outcome) -> str:
    """How near the busiest second comes to the quota, and how long requests wait beyond it."""
    if outcome.peak == 0:
        return "–"
    share = f"{outcome.share:.0%}" if outcome.share >= 0.01 else "<1%"
    if outcome.wait_seconds == 0:
        return share
    if outcome.is_enough:
        return f"{share}, waits {amount(outcome.wait_seconds)} s"
    return f"{share}, not enough"
