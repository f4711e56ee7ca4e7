"""Pausing, resuming and cancelling a diagnosis, and the gate at which that takes effect."""

from dataclasses import dataclass
from typing import Literal

from casebook.access import visible_diagnosis
from casebook.diagnosis.requests import ControlledDiagnosis
from casebook.diagnosis.state import States
from casebook.domain.diagnosis import Diagnosis, DiagnosisStatus
from casebook.domain.events.diagnosis import (
    DiagnosisCancelled,
    DiagnosisPaused,
    DiagnosisResumed,
)
from casebook.domain.events.event import Draft, Event, Payload
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisHeader, DiagnosisStore
from casebook.ports.event_log import EventLog, SequenceTaken
from casebook.ports.work import Workflow
from casebook.streams import Frames, Stream

GateDecision = Literal["go", "conclude", "cancelled"]


@dataclass(frozen=True)
class Control:
    diagnoses: DiagnosisStore
    log: EventLog
    frames: Frames
    states: States
    workflow: Workflow
    clock: Clock

    def pause(self, who: Identity, diagnosis_id: str) -> ControlledDiagnosis:
        """Hold the diagnosis at its next gate. Raises NotFound, IllegalTransition."""
        header = self._visible(who, diagnosis_id)
        self._append(diagnosis_id, who, DiagnosisPaused(by=who.user))
        self.diagnoses.update(header._replace(status="paused"))
        return ControlledDiagnosis(diagnosis_id=diagnosis_id, status="paused")

    def resume(self, who: Identity, diagnosis_id: str) -> ControlledDiagnosis:
        """Let a paused diagnosis go on. Raises NotFound, IllegalTransition."""
        header = self._visible(who, diagnosis_id)
        self._append(diagnosis_id, who, DiagnosisResumed(by=who.user))
        self.diagnoses.update(header._replace(status="running"))
        self._open_gate(diagnosis_id, "go")
        return ControlledDiagnosis(diagnosis_id=diagnosis_id, status="running")

    def cancel(self, who: Identity, diagnosis_id: str) -> ControlledDiagnosis:
        """End the diagnosis without a report. Raises NotFound, IllegalTransition."""
        header = self._visible(who, diagnosis_id)
        self._append(diagnosis_id, who, DiagnosisCancelled(by=who.user))
        self.diagnoses.update(header._replace(status="cancelled", ended_at=self.clock.now()))
        self._open_gate(diagnosis_id, "cancelled")
        return ControlledDiagnosis(diagnosis_id=diagnosis_id, status="cancelled")

    def arrive_at_gate(self, diagnosis_id: str, token: str) -> None:
        """A step of the state machine waits with this task token: answer it, unless paused.

        The token is kept before the state is read, so that a resume in between finds it.
        """
        self.diagnoses.hold(diagnosis_id, token)
        status = self.states.load(diagnosis_id).status
        if status is DiagnosisStatus.PAUSED:
            return
        self._open_gate(diagnosis_id, "go" if status is DiagnosisStatus.RUNNING else "cancelled")

    def _open_gate(self, diagnosis_id: str, decision: GateDecision) -> None:
        """Only one caller gets the token; a gate that nobody waits at stays as it is."""
        token = self.diagnoses.release(diagnosis_id)
        if token is not None:
            self.workflow.answer(token, {"decision": decision})

    def _append(self, diagnosis_id: str, who: Identity, payload: Payload) -> Diagnosis:
        """Append what the state allows at this very moment: another writer makes us look again."""
        draft = Draft(who.user, payload)
        while True:
            diagnosis = self.states.load(diagnosis_id)
            expected = Event.of(draft, diagnosis_id, diagnosis.seq + 1, self.clock.now())
            after = diagnosis.after(expected)
            try:
                events = self.log.append(diagnosis_id, diagnosis.seq, [draft])
            except SequenceTaken:
                continue
            Stream(self.log, self.frames, diagnosis_id).published(events)
            return after

    def _visible(self, who: Identity, diagnosis_id: str) -> DiagnosisHeader:
        return visible_diagnosis(self.diagnoses.header(diagnosis_id), who, diagnosis_id)
