"""What was used, by day, workload, user and model."""

from datetime import date
from typing import NamedTuple, Protocol

from casebook.domain.usage import Spent


class UsageRow(NamedTuple):
    """What one person's calls of one model about one workload came to on one day (UTC). Requests of
    tools to AWS have a row of their own, with an empty provider and model."""

    day: date
    project: str
    workload_id: str
    user: str
    provider: str
    model: str
    spent: Spent


class UsageStore(Protocol):
    def of_project(self, project: str, first: date, last: date) -> list[UsageRow]:
        """The rows of the days from `first` up to and including `last`, by day."""
        ...

    def add(self, row: UsageRow) -> None:
        """Add to the row of that day, workload, user and model. Model calls are not added here:
        the ledger counts them when they are settled."""
        ...
