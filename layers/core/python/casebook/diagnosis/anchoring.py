"""The first look: the alarm itself, and since when what it watches is not what it was."""

from dataclasses import dataclass

from casebook.agents.coordinator import COORDINATOR
from casebook.agents.with_model.allowed_tools import PermittedTools
from casebook.diagnosis.desk import Desk, OpenToolbox
from casebook.domain.anchor import Anchor
from casebook.domain.diagnosis import Diagnosis
from casebook.reasoning.anchor import anchor_of
from casebook.streams import Stream
from casebook.tools.recorder import DiagnosisRecorder
from casebook.tools.results import AlarmReading

_TOOL = "get_alarm_state"


@dataclass(frozen=True)
class Anchoring:
    """Whatever is looked at afterwards is looked at from the onset on, so this comes first."""

    desk: Desk
    open_toolbox: OpenToolbox

    def anchor(self, diagnosis: Diagnosis, stream: Stream) -> Anchor | None:
        """The anchor of a diagnosis that an alarm started; None where the alarm could not be read,
        or where nobody rang. What is known already is not read again.

        Raises:
            StreamEnded: the diagnosis ended meanwhile.
        """
        if diagnosis.anchor or diagnosis.alarm is None:
            return diagnosis.anchor
        scope = self.desk.scope(diagnosis)
        recorder = DiagnosisRecorder(stream, COORDINATOR, diagnosis.seq)
        toolbox = self.open_toolbox(COORDINATOR, [_TOOL], scope, diagnosis.diagnosis_id, recorder)
        for run in PermittedTools(toolbox).gather((_TOOL, {})):
            if isinstance(run.data, AlarmReading):
                return anchor_of(run.data, [run.evidence.id])
        return None
