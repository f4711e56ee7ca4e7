"""Whether an agent at work on a diagnosis may go on: what people did to it meanwhile."""

from dataclasses import dataclass

from casebook.agents.with_model.loop import Course
from casebook.diagnosis.state import DiagnosisStream
from casebook.domain.diagnosis import DiagnosisStatus


@dataclass(frozen=True)
class DiagnosisSteering:
    """Looks into the log each time, as the gate does between rounds, for what is new in it."""

    stream: DiagnosisStream

    def __call__(self) -> Course:
        """A pause lets the agent finish with what it has, for the gate can only hold what is not
        under way.

        Raises:
            StreamEnded: it was cancelled, or has ended otherwise.
        """
        is_paused = self.stream.catch_up().status is DiagnosisStatus.PAUSED
        return Course.FINISH if is_paused else Course.GO_ON
