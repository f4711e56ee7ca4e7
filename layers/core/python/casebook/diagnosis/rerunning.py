"""Running an ended diagnosis again: from the beginning, or from one of its steps, with a hint."""

from dataclasses import dataclass

from casebook.access import still_in, visible_diagnosis, visible_workload
from casebook.diagnosis.opening import Opening, check_age, wrong
from casebook.diagnosis.requests import RerunDiagnosis, StartedDiagnosis
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.diagnosis import DiagnosisStarted, Rerun
from casebook.errors import IllegalTransition, NotFound, OtherIsOpen
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisStore
from casebook.ports.event_log import EventLog
from casebook.ports.workloads import WorkloadStore
from casebook.redaction.intake import taken_in


@dataclass(frozen=True)
class Rerunning:
    """A rerun is a diagnosis of its own, about the same alarm or question and the same window, seen
    from today: what came after the old one counts too."""

    opening: Opening
    workloads: WorkloadStore
    diagnoses: DiagnosisStore
    log: EventLog
    clock: Clock

    def rerun(self, who: Identity, diagnosis_id: str, asked: RerunDiagnosis) -> StartedDiagnosis:
        """Open it. Asked again for the same while it is open, it is joined.

        Raises:
            NotFound: no such diagnosis in the caller's projects, or its workload was removed.
            IllegalTransition: the diagnosis has not ended.
            OtherIsOpen: another diagnosis of the workload is open.
            InvalidRequest: there is no such step, or the incident is too long ago.
            LimitReached: the workload had its diagnoses of the day.
        """
        header = visible_diagnosis(self.diagnoses.header(diagnosis_id), who, diagnosis_id)
        found = still_in(self.workloads.get(header.workload_id), header.project)
        workload = visible_workload(found, who, header.workload_id)
        log = self.log.read(diagnosis_id)
        self._check(Diagnosis.fold(diagnosis_id, log), asked)
        first = log[0].payload
        if not isinstance(first, DiagnosisStarted):
            raise NotFound(f"the beginning of {diagnosis_id} is not kept any more")
        check_age(first.window, self.clock.now())
        rerun = Rerun(of=diagnosis_id, from_seq=asked.from_seq, hint=_taken_in(asked.hint))
        mode = asked.mode or first.requested_mode
        update = {"rerun": rerun, "requested_mode": mode, "user": who.user}
        started = self.opening.open(
            workload, first.model_copy(update=update), who.user, header.alarm
        )
        if started.joined and not self._is_open_already(started.diagnosis_id, rerun, mode):
            raise OtherIsOpen(
                f"{started.diagnosis_id} of workload {workload.name!r} is open, and there is one at"
                " a time: wait until it has ended, or cancel it",
                started.diagnosis_id,
            )
        return started

    def _check(self, diagnosis: Diagnosis, asked: RerunDiagnosis) -> None:
        if not diagnosis.is_over:
            raise IllegalTransition(
                f"{diagnosis.diagnosis_id} has not ended: wait for it, or cancel it first"
            )
        if asked.from_seq is None:
            return
        if asked.from_seq > diagnosis.seq:
            raise wrong("fromSeq", f"the diagnosis has {diagnosis.seq} events")
        if asked.mode is not None:
            raise wrong("mode", "is that of the diagnosis where it is run again from a step")

    def _is_open_already(self, diagnosis_id: str, rerun: Rerun, mode: str) -> bool:
        """Whether the open diagnosis is this very rerun."""
        (first, *_) = self.log.read(diagnosis_id, 0, 1)
        opener = first.payload
        return (
            isinstance(opener, DiagnosisStarted)
            and opener.rerun == rerun
            and opener.requested_mode == mode
        )


def _taken_in(hint: str | None) -> str | None:
    """In one line, without secrets and harmless; None for one that says nothing."""
    return taken_in(" ".join((hint or "").split())) or None
