"""Looking at diagnoses: lists, status and result, events, earlier states."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import visible_diagnosis, visible_workload
from casebook.diagnosis.requests import (
    DiagnosesQuery,
    DiagnosisPage,
    DiagnosisStatus,
    DiagnosisSummary,
    EventsQuery,
    FeedbackCounts,
    FeedbackView,
    FollowQuery,
    PageQuery,
    StateQuery,
)
from casebook.diagnosis.state import States, as_answer
from casebook.domain.diagnosis import Diagnosis
from casebook.errors import InvalidRequest
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisFilter, DiagnosisHeader, DiagnosisStore
from casebook.ports.event_log import EventLog
from casebook.ports.workloads import WorkloadStore

if TYPE_CHECKING:
    from casebook.ports.feedback import FeedbackStore

_LOOK_AGAIN_SECONDS = 2
QUEUED = "queued"
Places = Mapping[str, int]
"""In the queue, by the diagnosis' id."""


@dataclass(frozen=True)
class Reading:
    workloads: WorkloadStore
    diagnoses: DiagnosisStore
    log: EventLog
    states: States
    feedback: "FeedbackStore"

    def of_workload(self, who: Identity, workload_id: str, asked: PageQuery) -> DiagnosisPage:
        visible_workload(self.workloads.get(workload_id), who, workload_id)
        found = self.diagnoses.of_workload(workload_id, asked.limit + 1, asked.before)
        return self._page(found, asked.limit, who.projects)

    def of_projects(self, who: Identity, asked: DiagnosesQuery) -> DiagnosisPage:
        """Over all workloads of the caller's projects, those that were removed too."""
        if asked.workload is not None:
            visible_workload(self.workloads.get(asked.workload), who, asked.workload)
        wanted = DiagnosisFilter(who.projects, asked.state, asked.workload, asked.verdict)
        return self._page(
            self.diagnoses.listed(wanted, asked.limit + 1, asked.before), asked.limit, who.projects
        )

    def status(self, who: Identity, diagnosis_id: str) -> DiagnosisStatus:
        header = self._visible(who, diagnosis_id)
        # It is looked at every few seconds while it runs, and nobody has said anything then.
        is_judged = header.useful or header.wrong
        said = self._feedback(diagnosis_id) if is_judged else ()
        return _status(self.states.load(diagnosis_id), said, self._places([header]))

    def state(self, who: Identity, diagnosis_id: str, asked: StateQuery) -> str:
        """The folded state after the event `seq`, or now, as JSON text."""
        self._visible(who, diagnosis_id)
        diagnosis = self.states.load(diagnosis_id, asked.seq)
        if asked.seq is not None and diagnosis.seq < asked.seq:
            raise InvalidRequest.of("seq", f"the diagnosis has {diagnosis.seq} events so far")
        return as_answer(diagnosis)

    def events(self, who: Identity, diagnosis_id: str, asked: EventsQuery) -> str:
        """A page of events as JSON text."""
        from casebook.diagnosis.event_pages import page_of

        self._visible(who, diagnosis_id)
        return page_of(self.log, diagnosis_id, asked)

    def server_sent(self, who: Identity, diagnosis_id: str, asked: FollowQuery) -> str | None:
        """The events behind `after` as server-sent events; None when there will be none."""
        from casebook.server_sent import ServerSent

        self._visible(who, diagnosis_id)
        return ServerSent(self.log).after(diagnosis_id, asked.after, asked.types or frozenset())

    def _page(
        self, found: list[DiagnosisHeader], limit: int, projects: Collection[str]
    ) -> DiagnosisPage:
        """A page of those that were found when one more than the limit was asked for. A workload
        may have been another project's, whose diagnoses stay its own."""
        page = found[:limit]
        places = self._places(page)
        return DiagnosisPage(
            diagnoses=tuple(_summary(each, places) for each in page if each.project in projects),
            next=page[-1].diagnosis_id if len(found) > limit else None,
        )

    def _places(self, headers: Iterable[DiagnosisHeader]) -> Places:
        """The place of each that is queued. The queue is read where one is."""
        queued = [header.diagnosis_id for header in headers if header.is_queued]
        places = self.diagnoses.queue().places() if queued else {}
        return {each: places[each] for each in queued if each in places}

    def _feedback(self, diagnosis_id: str) -> tuple[FeedbackView, ...]:
        from casebook.diagnosis.feedback import view

        return tuple(map(view, self.feedback.of_diagnosis(diagnosis_id)))

    def _visible(self, who: Identity, diagnosis_id: str) -> DiagnosisHeader:
        return visible_diagnosis(self.diagnoses.header(diagnosis_id), who, diagnosis_id)


def _summary(header: DiagnosisHeader, places: Places) -> DiagnosisSummary:
    place = places.get(header.diagnosis_id)
    return DiagnosisSummary(
        diagnosis_id=header.diagnosis_id,
        workload_id=header.workload_id,
        project=header.project,
        status=QUEUED if place else header.status,
        queue_place=place,
        started_at=header.started_at,
        ended_at=header.ended_at,
        alarm=header.alarm,
        verdict=header.verdict,
        resource=header.resource,
        category=header.category,
        confidence=header.confidence,
        summary=header.summary,
        rerun_of=header.rerun_of,
        feedback=FeedbackCounts(useful=header.useful, wrong=header.wrong),
    )


def _status(
    diagnosis: Diagnosis, feedback: tuple[FeedbackView, ...], places: Places
) -> DiagnosisStatus:
    place = None if diagnosis.is_over else places.get(diagnosis.diagnosis_id)
    return DiagnosisStatus(
        diagnosis_id=diagnosis.diagnosis_id,
        workload_id=diagnosis.workload_id,
        status=QUEUED if place else diagnosis.status.value,
        queue_place=place,
        seq=diagnosis.seq,
        window=diagnosis.window,
        started_at=diagnosis.started_at,
        ended_at=diagnosis.ended_at,
        mode=diagnosis.mode,
        round=diagnosis.round,
        result=diagnosis.report,
        error=diagnosis.error,
        rerun=diagnosis.rerun,
        feedback=feedback,
        retry_after_seconds=None if diagnosis.is_over else _LOOK_AGAIN_SECONDS,
    )
