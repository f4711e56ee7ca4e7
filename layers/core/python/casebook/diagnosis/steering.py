"""Whether an agent at work on a diagnosis may go on: what people did to it meanwhile."""

from dataclasses import dataclass

from casebook.agents.with_model.loop import Course
from casebook.diagnosis.state import States
from casebook.domain.diagnosis import DiagnosisStatus
from casebook.streams import StreamEnded


@dataclass(frozen=True)
class DiagnosisSteering:
    """Looks into the log each time, as the gate does between rounds."""

    states: States
    diagnosis_id: str

    def __call__(self) -> Course:
        """A pause lets the agent finish with what it has, for the gate can only hold what is not
        under way.

        Raises:
            StreamEnded: it was cancelled, or has ended otherwise.
        """
        diagnosis = self.states.load(self.diagnosis_id)
        if diagnosis.is_over:
            raise StreamEnded(f"{self.diagnosis_id} has ended")
        return Course.FINISH if diagnosis.status is DiagnosisStatus.PAUSED else Course.GO_ON
