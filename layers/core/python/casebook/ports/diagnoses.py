"""Where diagnoses are kept, beside their streams."""

from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from casebook.domain.diagnosis_queue import DiagnosisQueue, Entry
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
    is_queued: bool = False
    """It waits for a place among those under way, and nothing of it has run."""

    @property
    def entry(self) -> Entry:
        """The diagnosis in the queue."""
        return Entry(self.diagnosis_id, self.project)


class Opened(NamedTuple):
    """The workload's open diagnosis. `first` is its first event if it was opened just now."""

    diagnosis_id: str
    first: Event | None
    is_queued: bool


class DiagnosisFilter(NamedTuple):
    """Which diagnoses of the projects are wanted; None stands for all of them."""

    projects: tuple[str, ...]
    status: Literal["open", "ended"] | None = None
    workload_id: str | None = None
    verdict: str | None = None


class DiagnosisStore(Protocol):
    def open(self, header: DiagnosisHeader, first: Draft) -> Opened:
        """Open a diagnosis with its first event, unless its workload has an open one already. It
        takes a place among those under way, or is queued if there is none for it."""
        ...

    def queue(self) -> DiagnosisQueue:
        """What is under way and what waits. A place may be gone when it is asked for."""
        ...

    def begin(self, entry: Entry) -> bool:
        """Give a place to a diagnosis that waits. False if it does not wait any more, or if there
        is no place: callers side by side start nothing twice, and never pass the caps."""
        ...

    def leave(self, entry: Entry) -> None:
        """Take a diagnosis out of the queue and off its place; a repeat changes nothing."""
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
        """Keep the new header. One that has ended gives its place back, and makes room for the
        workload's next diagnosis."""
        ...

    def hold(self, diagnosis_id: str, token: str) -> None:
        """Keep the gate's task token while the diagnosis is paused."""
        ...

    def release(self, diagnosis_id: str) -> str | None:
        """Take the gate's token, if the gate is waiting; only one caller ever gets it."""
        ...
