"""Opening a diagnosis: by an alarm or by a person. A workload has one open diagnosis at a time, and
one for which there is no place among those under way is open and waits.

Nobody can follow a stream before it exists, so its first event is not pushed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from casebook.access import visible_workload
from casebook.diagnosis.queueing import Draining
from casebook.diagnosis.requests import StartDiagnosis, StartedDiagnosis
from casebook.domain import ids
from casebook.domain.alarm import Alarm
from casebook.domain.events.diagnosis import DiagnosisStarted
from casebook.domain.events.event import Draft
from casebook.domain.window import Window
from casebook.domain.workload import Workload
from casebook.errors import InvalidRequest
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisHeader, DiagnosisStore
from casebook.ports.work import Workflow
from casebook.ports.workloads import WorkloadStore

_LOOK_BACK = timedelta(hours=1)
# CloudTrail keeps 90 days, metrics of one minute 15; beyond two weeks there is little to diagnose.
_OLDEST = timedelta(days=14)


@dataclass(frozen=True)
class Opening:
    workloads: WorkloadStore
    diagnoses: DiagnosisStore
    workflow: Workflow
    clock: Clock

    def by_alarm(self, workload: Workload, alarm: Alarm, diagnosis_id: str) -> StartedDiagnosis:
        """Open a diagnosis of this id for the alarm, or find the one that is open."""
        started = DiagnosisStarted(
            workload_id=workload.workload_id,
            project=workload.project,
            requested_mode="auto",
            window=alarm.incident_window(),
            alarm=alarm,
        )
        return self.open(workload, started, "cloudwatch", alarm.name, diagnosis_id)

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
        return self.open(workload, started, who.user, None)

    def open(
        self,
        workload: Workload,
        started: DiagnosisStarted,
        actor: str,
        alarm: str | None,
        diagnosis_id: str | None = None,
    ) -> StartedDiagnosis:
        """Open a diagnosis with this first event, or find the one that is open."""
        header = DiagnosisHeader(
            diagnosis_id=diagnosis_id or ids.new_id(ids.DIAGNOSIS),
            workload_id=workload.workload_id,
            project=workload.project,
            status="running",
            started_at=self.clock.now(),
            alarm=alarm,
            rerun_of=started.rerun.of if started.rerun else None,
        )
        opened = self.diagnoses.open(header, Draft(actor, started))
        # Also for one that is open already: should its first start have been lost, this fixes it.
        self._set_going(opened.diagnosis_id, opened.is_queued)
        return StartedDiagnosis(
            diagnosis_id=opened.diagnosis_id,
            joined=opened.first is None,
            queued=opened.is_queued,
        )

    def set_going(self, diagnosis_id: str) -> None:
        """Start a diagnosis whose opener may have died before he did, unless it has ended."""
        header = self.diagnoses.header(diagnosis_id)
        if header is not None and header.ended_at is None:
            self._set_going(diagnosis_id, header.is_queued)

    def _set_going(self, diagnosis_id: str, is_queued: bool) -> None:
        if is_queued:
            # The last of those under way may have ended since a place was looked for.
            Draining(self.diagnoses, self.workflow).drain()
        else:
            self.workflow.start(diagnosis_id)

    def _window(self, asked: Window | None) -> Window:
        now = self.clock.now()
        if asked is None:
            return Window(start=now - _LOOK_BACK, end=now)
        if asked.start > now:
            raise wrong("window.start", "must not be in the future")
        check_age(asked, now)
        return asked


def check_age(window: Window, now: datetime) -> None:
    """Raises InvalidRequest: it began too long ago."""
    if now - window.start > _OLDEST:
        raise wrong("window.start", f"must be within the last {_OLDEST.days} days")


def wrong(field: str, what: str) -> InvalidRequest:
    return InvalidRequest(f"{field}: {what}", ({"field": field, "error": what},))
