"""Prints which quotas bear so many diagnoses an hour: `python -m local.scale [RATE …]`."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.table import Table

from local.scale.simulation import arrivals, bearable, simulate
from local.scale.words import RATES, amount, verdict

MOST = 100_000


def main() -> None:
    """Simulate an hour at each rate."""
    parser = argparse.ArgumentParser(description="Which quotas bear so many diagnoses an hour.")
    parser.add_argument("rates", nargs="*", type=float, default=list(RATES), metavar="RATE")
    rates = parser.parse_args().rates
    if not all(0 < rate <= MOST for rate in rates):
        parser.error(f"RATE is a number of diagnoses an hour, above 0 and up to {MOST:,}")
    hours = [simulate(arrivals(rate)) for rate in rates]
    table = Table("quota", "limit", "bears an hour", *(f"{amount(rate)} an hour" for rate in rates))
    for of_one in zip(*hours, strict=True):
        quota = of_one[0].quota
        told = [verdict(outcome) for outcome in of_one]
        table.add_row(quota.use, amount(quota.limit), amount(bearable(quota)), *told)
    Console().print(table)


if __name__ == "__main__":
    main()
