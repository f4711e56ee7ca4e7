"""What scenarios are written with."""

from tests.evals.builder.documents import ACCOUNT
from tests.evals.builder.incident import Incident
from tests.evals.builder.registry import Plan, scenario
from tests.evals.builder.sampling import (
    AFTER,
    DAY,
    EVERY_MINUTE,
    HOUR,
    MINUTE,
    ONE_HOUR,
    START,
    YESTERDAY,
    hours,
    quarterly,
    seldom,
    watched,
)

__all__ = [
    "ACCOUNT",
    "AFTER",
    "DAY",
    "EVERY_MINUTE",
    "HOUR",
    "MINUTE",
    "ONE_HOUR",
    "START",
    "YESTERDAY",
    "Incident",
    "Plan",
    "hours",
    "quarterly",
    "scenario",
    "seldom",
    "watched",
]
