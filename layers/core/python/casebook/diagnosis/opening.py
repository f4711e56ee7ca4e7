"""Opening a diagnosis: by an alarm or by a person. A workload has one open diagnosis at a time."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from casebook.access import visible_workload
from casebook.diagnosis.requests import StartDiagnosis, StartedDiagnosis
from casebook.domain import ids
from casebook.domain.alarm import Alarm
from casebook.domain.events.diagnosis import DiagnosisStarted, EvidenceFound
from casebook.domain.events.event import Draft
from casebook.domain.evidence import Evidence
from casebook.domain.window import Window
from casebook.domain.workload import Workload
from casebook.errors import InvalidRequest
from casebook.ports import (
    Clock,
    DiagnosisHeader,
    DiagnosisStore,
    EventLog,
    EvidenceStore,
    Identity,
    Workflow,
    WorkloadStore,
)
from casebook.streams import Frames, Stream, StreamEnded

_LOOK_BACK = timedelta(hours=1)
# CloudTrail keeps 90 days, metrics of one minute 15; beyond two weeks there is little to diagnose.
_OLDEST = timedelta(days=14)


@dataclass(frozen=True)
class Opening:
    workloads: WorkloadStore
    diagnoses: DiagnosisStore
    log: EventLog
    frames: Frames
    workflow: Workflow
    evidence: EvidenceStore
    clock: Clock

    def by_alarm(self, workload: Workload, alarm: Alarm) -> bool:
        """Open a diagnosis for the alarm, or add the alarm to the one that is open.

        Returns whether one was opened.
        """
        started = DiagnosisStarted(
            workload_id=workload.workload_id,
            project=workload.project,
            requested_mode="auto",
            window=alarm.incident_window(),
            alarm=alarm,
        )
        found = self._open(workload, started, "cloudwatch", alarm.name)
        if found.joined:
            self._join(found.diagnosis_id, alarm)
        return not found.joined

    def by_person(
        self, who: Identity, workload_id: str, request: StartDiagnosis
    ) -> StartedDiagnosis:
        """Raises NotFound, InvalidRequest (a window that cannot be looked at), LimitReached."""
        workload = visible_workload(self.workloads.get(workload_id), who, workload_id)
        started = DiagnosisStarted(
            workload_id=workload_id,
            project=workload.project,
            requested_mode=request.mode,
            window=self._window(request.window),
            question=request.question,
            user=who.user,
        )
        return self._open(workload, started, who.user, None)

    def _open(
        self, workload: Workload, started: DiagnosisStarted, actor: str, alarm: str | None
    ) -> StartedDiagnosis:
        header = DiagnosisHeader(
            diagnosis_id=ids.new_id(ids.DIAGNOSIS),
            workload_id=workload.workload_id,
            project=workload.project,
            status="running",
            started_at=self.clock.now(),
            alarm=alarm,
        )
        diagnosis_id, event = self.diagnoses.open(header, Draft(actor, started))
        # Also for one that is open already: should its first start have been lost, this mends it.
        self.workflow.start(diagnosis_id)
        if event is not None:
            Stream(self.log, self.frames, diagnosis_id).published([event])
        return StartedDiagnosis(diagnosis_id=diagnosis_id, joined=event is None)

    def _join(self, diagnosis_id: str, alarm: Alarm) -> None:
        evidence = alarm_evidence(alarm, diagnosis_id, self.evidence)
        try:
            Stream(self.log, self.frames, diagnosis_id).append(
                Draft("cloudwatch", EvidenceFound(evidence=evidence), parent=1)
            )
        except StreamEnded:
            return  # it concluded in this moment; the alarm was part of what it looked at

    def _window(self, asked: Window | None) -> Window:
        now = self.clock.now()
        if asked is None:
            return Window(start=now - _LOOK_BACK, end=now)
        if asked.start > now:
            raise _wrong_window("window.start", "must not be in the future")
        if now - asked.start > _OLDEST:
            raise _wrong_window("window.start", f"must be within the last {_OLDEST.days} days")
        return asked


def alarm_evidence(alarm: Alarm, diagnosis_id: str, store: EvidenceStore) -> Evidence:
    """The alarm itself as evidence: that somebody's threshold was crossed, and when."""
    evidence_id = ids.new_id(ids.EVIDENCE)
    raw = alarm.to_json().encode()
    metric = f" on {alarm.namespace} {alarm.metric}" if alarm.metric else ""
    return Evidence(
        id=evidence_id,
        tool="alarm",
        query={"alarm": alarm.name},
        window=alarm.incident_window(),
        outcome="success",
        sha256=hashlib.sha256(raw).hexdigest(),
        excerpt=f"Alarm {alarm.name}{metric} went to {alarm.state}: {alarm.reason}",
        location=store.put(diagnosis_id, evidence_id, raw),
        taken_at=alarm.changed_at,
    )


def _wrong_window(field: str, what: str) -> InvalidRequest:
    return InvalidRequest(f"{field}: {what}", ({"field": field, "error": what},))
