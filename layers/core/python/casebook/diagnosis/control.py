"""Pausing, resuming and cancelling a diagnosis, and the gate at which that takes effect."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from casebook.access import visible_diagnosis
from casebook.diagnosis.closing import Closing
from casebook.diagnosis.queueing import Draining
from casebook.diagnosis.requests import ControlledDiagnosis
from casebook.diagnosis.state import States
from casebook.domain.diagnosis import Diagnosis, DiagnosisStatus
from casebook.domain.events.diagnosis import (
    DiagnosisCancelled,
    DiagnosisPaused,
    DiagnosisResumed,
    ModeSelected,
)
from casebook.domain.events.event import Draft, Event, Payload
from casebook.errors import Conflict, IllegalTransition
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisHeader, DiagnosisStore
from casebook.ports.event_log import EventLog, SequenceTaken
from casebook.ports.work import Workflow
from casebook.streams import Frames, Stream

_MOST_TRIES = 50
GateDecision = Literal["go", "conclude", "cancelled", "paused"]


@dataclass(frozen=True)
class Control:
    diagnoses: DiagnosisStore
    log: EventLog
    frames: Frames
    states: States
    workflow: Workflow
    closing: Closing
    clock: Clock
    longest: timedelta

    def pause(self, who: Identity, diagnosis_id: str) -> ControlledDiagnosis:
        """Hold the diagnosis at its next gate; it keeps its place among those under way. Raises
        NotFound, IllegalTransition."""
        header = self._begun(who, diagnosis_id)
        self._append(diagnosis_id, who, DiagnosisPaused(by=who.user), DiagnosisStatus.PAUSED)
        self.diagnoses.update(header._replace(status="paused"))
        return ControlledDiagnosis(diagnosis_id=diagnosis_id, status="paused")

    def resume(self, who: Identity, diagnosis_id: str) -> ControlledDiagnosis:
        """Let a paused diagnosis go on. Raises NotFound, IllegalTransition."""
        header = self._begun(who, diagnosis_id)
        self._append(diagnosis_id, who, DiagnosisResumed(by=who.user), DiagnosisStatus.RUNNING)
        self.diagnoses.update(header._replace(status="running"))
        self._open_gate(diagnosis_id, "go")
        return ControlledDiagnosis(diagnosis_id=diagnosis_id, status="running")

    def cancel(self, who: Identity, diagnosis_id: str) -> ControlledDiagnosis:
        """End the diagnosis without a report. Raises NotFound, IllegalTransition."""
        self._visible(who, diagnosis_id)
        cancelled = DiagnosisCancelled(by=who.user)
        diagnosis = self._append(diagnosis_id, who, cancelled, DiagnosisStatus.CANCELLED)
        self.closing.close(diagnosis)
        self._open_gate(diagnosis_id, "cancelled")
        Draining(self.diagnoses, self.workflow).drain()
        return ControlledDiagnosis(diagnosis_id=diagnosis_id, status="cancelled")

    def decide(self, diagnosis_id: str) -> GateDecision:
        """Whether the next round may begin. One that has run for too long concludes with what it
        has; how long it was paused does not count."""
        diagnosis = self.states.load(diagnosis_id)
        if diagnosis.status is DiagnosisStatus.PAUSED:
            return "paused"
        if diagnosis.status is not DiagnosisStatus.RUNNING:
            self.closing.close(diagnosis)
            return "cancelled"
        return "conclude" if self._ran_too_long(diagnosis) else "go"

    def hold(self, diagnosis_id: str, token: str) -> None:
        """A paused diagnosis waits with this task token: answer it, unless it is paused still.

        The token is kept before the state is read, so that a resume in between finds it.
        """
        self.diagnoses.hold(diagnosis_id, token)
        decision = self.decide(diagnosis_id)
        if decision != "paused":
            self._open_gate(diagnosis_id, decision)

    def _ran_too_long(self, diagnosis: Diagnosis) -> bool:
        """Whether it has run for longer than it may, without the time for which it was queued or
        paused."""
        ran = self.clock.now() - (diagnosis.started_at or self.clock.now())
        if ran < self.longest:
            return False  # as nearly always, and nothing is read for it
        since = None
        for event in self.log.read(diagnosis.diagnosis_id):
            if isinstance(event.payload, ModeSelected):
                ran = self.clock.now() - event.at  # nothing has run before that
            elif isinstance(event.payload, DiagnosisPaused):
                since = event.at
            elif isinstance(event.payload, DiagnosisResumed) and since is not None:
                ran -= event.at - since
        return ran >= self.longest

    def _open_gate(self, diagnosis_id: str, decision: GateDecision) -> None:
        """Only one caller gets the token; a gate that nobody waits at stays as it is."""
        token = self.diagnoses.release(diagnosis_id)
        if token is not None:
            self.workflow.answer(token, {"decision": decision})

    def _append(
        self, diagnosis_id: str, who: Identity, payload: Payload, wanted: DiagnosisStatus
    ) -> Diagnosis:
        """Append what the state allows at this very moment: another writer makes us look again.

        A diagnosis that has the status already is left as it is: whoever asked for it before may
        have died before the rest was done.
        """
        draft = Draft(who.user, payload)
        for _ in range(_MOST_TRIES):
            diagnosis = self.states.load(diagnosis_id)
            if diagnosis.status is wanted:
                return diagnosis
            expected = Event.of(draft, diagnosis_id, diagnosis.seq + 1, self.clock.now())
            after = diagnosis.after(expected)
            try:
                events = self.log.append(diagnosis_id, diagnosis.seq, [draft])
            except SequenceTaken:
                continue
            Stream(self.log, self.frames, diagnosis_id).published(events)
            return after
        raise Conflict("the diagnosis' agents are writing; try again", retry_after_seconds=1)

    def _begun(self, who: Identity, diagnosis_id: str) -> DiagnosisHeader:
        """Raises NotFound; IllegalTransition for one that is queued."""
        header = self._visible(who, diagnosis_id)
        if header.is_queued:
            raise IllegalTransition(
                f"{diagnosis_id} is queued, so that there is nothing to pause or resume yet: wait "
                "until it has begun, or cancel it"
            )
        return header

    def _visible(self, who: Identity, diagnosis_id: str) -> DiagnosisHeader:
        return visible_diagnosis(self.diagnoses.header(diagnosis_id), who, diagnosis_id)
