"""The first step: put the alarm on record and decide how the diagnosis is run."""

from dataclasses import dataclass

from casebook.diagnosis.alarm_evidence import alarm_evidence
from casebook.diagnosis.desk import Desk
from casebook.diagnosis.state import DiagnosisStream
from casebook.diagnosis.steps import Prepared
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.diagnosis import EvidenceFound, Mode, ModeSelected
from casebook.domain.events.event import Draft, Payload
from casebook.domain.workload import Workload
from casebook.observability import logger
from casebook.ports.evidence import EvidenceStore
from casebook.streams import StreamEnded

ACTOR = "coordinator"


@dataclass(frozen=True)
class Preparing:
    desk: Desk
    evidence: EvidenceStore

    def prepare(self, diagnosis_id: str) -> Prepared:
        """Take over what stands, if another diagnosis is run again, and select the mode. A repeat
        of the step answers as the first time."""
        diagnosis, stream = self.desk.take(diagnosis_id, _selects_mode)
        try:
            return self._prepared(diagnosis, stream)
        except StreamEnded:
            # Whatever comes next finds that there is nothing to do, or what another attempt did.
            logger.info("it has ended, or is prepared", diagnosis_id=diagnosis_id)
            mode = self.desk.file(stream).mode or "simple"
            return Prepared(diagnosis_id=diagnosis_id, mode=mode)

    def _prepared(self, diagnosis: Diagnosis, stream: DiagnosisStream) -> Prepared:
        """Raises StreamEnded."""
        diagnosis_id = diagnosis.diagnosis_id
        if diagnosis.rerun is not None and not diagnosis.is_over:
            from casebook.diagnosis.taking_over import TakingOver  # for reruns alone

            TakingOver(self.desk.log, ACTOR).take_over(diagnosis, stream)
            diagnosis = self.desk.file(stream)
        if diagnosis.mode is not None:
            return Prepared(diagnosis_id=diagnosis_id, mode=diagnosis.mode)
        mode, reason = select_mode(diagnosis, self.desk.workload(diagnosis))
        known = self.desk.knowledge.in_force(diagnosis.project)
        gaps = (known.gap,) if known.gap else ()
        selected = ModeSelected(mode=mode, reason=reason, knowledge=known.version, gaps=gaps)
        drafts = [Draft(ACTOR, selected, parent=1)]
        if diagnosis.alarm is not None:
            alarm = alarm_evidence(diagnosis.alarm, diagnosis_id, self.evidence, self.desk.clock)
            drafts.insert(0, Draft("cloudwatch", EvidenceFound(evidence=alarm), parent=1))
        stream.append(*drafts)
        self.desk.file(stream)
        return Prepared(diagnosis_id=diagnosis_id, mode=mode)


def _selects_mode(payload: Payload) -> bool:
    return isinstance(payload, ModeSelected)


def select_mode(diagnosis: Diagnosis, workload: Workload) -> tuple[Mode, str]:
    """How to run it, and why. An incident wants every specialist; a question about a single
    resource does not."""
    if diagnosis.requested_mode != "auto":
        return diagnosis.requested_mode, "it was asked for"
    if diagnosis.alarm is not None:
        return "complex", "an alarm fired: every specialist looks at it"
    if len(workload.resources) > 1:
        return "complex", f"the workload has {len(workload.resources)} resources"
    return "simple", "one resource and no alarm: the coordinator looks alone"
