"""The queue of diagnoses: what ended makes room for what waits, what died gives its place back."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from casebook.domain.diagnosis_queue import Entry
from casebook.errors import CasebookError, NotFound
from casebook.observability import count, logger
from casebook.ports.diagnoses import DiagnosisStore
from casebook.ports.work import Workflow

GONE = "its execution ended without a result"


@dataclass(frozen=True)
class Draining:
    """Every step after which there may be room starts what waits. Whatever dies or fails between,
    the sweeper does it again within a minute."""

    diagnoses: DiagnosisStore
    workflow: Workflow

    def drain(self) -> int:
        """Start what there is room for, and return how many. It raises no CasebookError: what could
        not be started keeps no other diagnosis from being ended."""
        started = 0
        try:
            for entry in self.diagnoses.queue().startable():
                started += self._start(entry)
        except CasebookError as error:
            logger.warning("the queue was not drained", why=error.detail)
        if started:
            count("DiagnosesStartedFromQueue", started)
        return started

    def _start(self, entry: Entry) -> bool:
        """Unless somebody else started it, or took the place."""
        if self.diagnoses.begin(entry):
            self.workflow.start(entry.diagnosis_id)
            return True
        header = self.diagnoses.header(entry.diagnosis_id)
        if header is None or header.ended_at is not None:
            self.diagnoses.leave(entry)
        return False


@dataclass(frozen=True)
class Sweeping:
    """`fail` records that a diagnosis could not be finished, and closes one that has ended."""

    diagnoses: DiagnosisStore
    workflow: Workflow
    draining: Draining
    fail: Callable[[str, str, str], None]

    def sweep(self) -> None:
        """Start what has a place and was never started, end what died with its execution, and start
        what waits."""
        for entry in self.diagnoses.queue().under_way:
            try:
                self._see_to(entry)
            except CasebookError as error:
                logger.warning("left alone", diagnosis_id=entry.diagnosis_id, why=error.detail)
        self.draining.drain()
        count("DiagnosesQueued", len(self.diagnoses.queue().waiting))

    def _see_to(self, entry: Entry) -> None:
        execution = self.workflow.execution(entry.diagnosis_id)
        if execution == "absent":
            self.workflow.start(entry.diagnosis_id)
        elif execution == "over":
            with suppress(NotFound):  # then nothing is kept of it but its place
                self.fail(entry.diagnosis_id, GONE, "")
            self.diagnoses.leave(entry)
