"""Where diagnoses are kept, beside their streams."""

from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from casebook.domain.events.event import Draft, Event


class DiagnosisHeader(NamedTuple):
    """What lists show of a diagnosis; the event log says the rest."""

    diagnosis_id: str
    workload_id: str
    project: str
    status: str
    started_at: datetime
    alarm: str | None = None
    verdict: str | None = None
    summary: str | None = None
    resource: str | None = None
    category: str | None = None
    confidence: float | None = None
    ended_at: datetime | None = None
    rerun_of: str | None = None
    useful: int = 0
    wrong: int = 0
    """How many people called it so."""


class DiagnosisFilter(NamedTuple):
    """Which diagnoses of the projects are wanted; None stands for all of them."""

    projects: tuple[str, ...]
    status: Literal["open", "ended"] | None = None
    workload_id: str | None = None
    verdict: str | None = None


class DiagnosisStore(Protocol):
    def open(self, header: DiagnosisHeader, first: Draft) -> tuple[str, Event | None]:
        """Open a diagnosis with its first event, unless its workload has an open one already.

        Returns the id of the open diagnosis, and the event if it is the one just opened.
        """
        ...

    def header(self, diagnosis_id: str) -> DiagnosisHeader | None: ...

    def of_workload(
        self, workload_id: str, limit: int, before: str | None = None
    ) -> list[DiagnosisHeader]:
        """Newest first, those with an id below `before`."""
        ...

    def listed(
        self, wanted: DiagnosisFilter, limit: int, before: str | None = None
    ) -> list[DiagnosisHeader]:
        """Newest first, over all workloads of the projects, those with an id below `before`."""
        ...

    def update(self, header: DiagnosisHeader) -> None:
        """Keep the new header; one that has ended makes room for the workload's next diagnosis."""
        ...

    def hold(self, diagnosis_id: str, token: str) -> None:
        """Keep the gate's task token while the diagnosis is paused."""
        ...

    def release(self, diagnosis_id: str) -> str | None:
        """Take the gate's token, if the gate is waiting; only one caller ever gets it."""
        ...
