"""The first look: the alarm itself, and since when what it watches is not what it was."""

from dataclasses import dataclass

from casebook.agents.with_model.allowed_tools import PermittedTools
from casebook.diagnosis.desk import Desk, OpenToolbox
from casebook.domain.anchor import Anchor
from casebook.domain.diagnosis import Diagnosis
from casebook.reasoning.anchor import anchor_of, has_series
from casebook.reasoning.case import Case
from casebook.reasoning.correlation import COORDINATOR
from casebook.reasoning.rules.shifts import trouble_since
from casebook.streams import Stream
from casebook.tools.recorder import DiagnosisRecorder
from casebook.tools.results.alarms import AlarmReading
from casebook.tools.tool import Scope

_TOOL, _METRICS = "get_alarm_state", "query_metrics"


@dataclass(frozen=True, eq=False, repr=False)
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
        tools = [_TOOL, _METRICS]
        toolbox = self.open_toolbox(COORDINATOR, tools, scope, diagnosis.diagnosis_id, recorder)
        permitted = PermittedTools(toolbox)
        for run in permitted.gather((_TOOL, {})):
            if isinstance(run.data, AlarmReading):
                found = anchor_of(run.data, [run.evidence.id])
                return found if has_series(run.data) else _by_its_metrics(found, permitted, scope)
        return None


def _by_its_metrics(anchor: Anchor, tools: PermittedTools, scope: Scope) -> Anchor:
    """An alarm without a series that can be read, such as a composite one whose children are not
    known: the workload's own metrics tell since when something is wrong."""
    runs = tools.gather((_METRICS, {}))
    if (since := trouble_since(Case(COORDINATOR, tuple(runs), scope))) is None:
        return anchor
    cited = (*anchor.evidence, *(run.evidence.id for run in runs))
    return anchor.model_copy(update={"onset": since, "evidence": cited})
