"""What is left to do when a diagnosis has ended: its header tells how, and its workload is free."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.ports.clock import Clock
from casebook.ports.diagnoses import DiagnosisStore

if TYPE_CHECKING:
    from casebook.domain.diagnosis import Diagnosis


@dataclass(frozen=True, eq=False, repr=False)
class Closing:
    """Every step that meets an ended diagnosis closes it, for the step that ended it may have died
    before it did. `load` reads a diagnosis as it stands."""

    diagnoses: DiagnosisStore
    load: "Callable[[str], Diagnosis]"
    clock: Clock

    def close_by_id(self, diagnosis_id: str) -> None:
        """Close a diagnosis that has ended, by whoever meets its last event."""
        self.close(self.load(diagnosis_id))

    def close(self, diagnosis: "Diagnosis") -> None:
        """Close a diagnosis that has ended. What was done already is not done again."""
        header = self.diagnoses.header(diagnosis.diagnosis_id)
        if header is None or header.ended_at is not None:
            return
        ended = header._replace(
            status=diagnosis.status.value,
            summary=diagnosis.error,
            ended_at=diagnosis.ended_at or self.clock.now(),
        )
        if report := diagnosis.report:
            cause = report.root_cause
            ended = ended._replace(
                verdict=report.verdict.value,
                summary=report.summary,
                resource=cause.resource if cause else None,
                category=cause.category if cause else None,
                confidence=report.confidence,
            )
        self.diagnoses.update(ended)
