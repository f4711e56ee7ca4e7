"""A diagnosis: the fold of its events."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import reduce
from typing import ClassVar

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from casebook.domain.alarm import Alarm
from casebook.domain.anchor import Anchor
from casebook.domain.events import diagnosis as events
from casebook.domain.events.event import Event, Payload
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding
from casebook.domain.hypothesis import Hypothesis
from casebook.domain.lifecycle import move
from casebook.domain.report import Report
from casebook.domain.usage import Spent
from casebook.domain.window import Window


class DiagnosisStatus(StrEnum):
    """What may happen to a diagnosis next."""

    NEW = "new"  # nothing has happened; only diagnosis-started may
    RUNNING = "running"  # agents work
    PAUSED = "paused"  # the gate holds the next step until it is resumed or cancelled
    CONCLUDED = "concluded"  # final: there is a report
    CANCELLED = "cancelled"  # final: a person stopped it
    FAILED = "failed"  # final: it could not be finished; what was found is kept


_FINAL = frozenset({DiagnosisStatus.CONCLUDED, DiagnosisStatus.CANCELLED, DiagnosisStatus.FAILED})
_LEGAL = {
    DiagnosisStatus.NEW: frozenset({DiagnosisStatus.RUNNING}),
    DiagnosisStatus.RUNNING: _FINAL | {DiagnosisStatus.PAUSED},
    # A paused diagnosis still concludes when the pause came after the last gate.
    DiagnosisStatus.PAUSED: _FINAL | {DiagnosisStatus.RUNNING},
    DiagnosisStatus.CONCLUDED: frozenset[DiagnosisStatus](),
    DiagnosisStatus.CANCELLED: frozenset[DiagnosisStatus](),
    DiagnosisStatus.FAILED: frozenset[DiagnosisStatus](),
}

_MOVES: dict[type[Payload], DiagnosisStatus] = {
    events.DiagnosisStarted: DiagnosisStatus.RUNNING,
    events.DiagnosisPaused: DiagnosisStatus.PAUSED,
    events.DiagnosisResumed: DiagnosisStatus.RUNNING,
    events.DiagnosisConcluded: DiagnosisStatus.CONCLUDED,
    events.DiagnosisCancelled: DiagnosisStatus.CANCELLED,
    events.DiagnosisFailed: DiagnosisStatus.FAILED,
}


@dataclass(frozen=True)
class Diagnosis:
    """The diagnosis as it stands after the event `seq`."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_camel, populate_by_name=True
    )

    diagnosis_id: str
    seq: int = 0
    status: DiagnosisStatus = DiagnosisStatus.NEW
    workload_id: str = ""
    project: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    window: Window | None = None
    alarm: Alarm | None = None
    anchor: Anchor | None = None
    question: str | None = None
    user: str | None = None
    """Who started it; nobody, if an alarm did."""
    rerun: events.Rerun | None = None
    taken_over: events.StepsTakenOver | None = None
    requested_mode: events.RequestedMode = "auto"
    mode: events.Mode | None = None
    knowledge: int = 0
    """The version of the team's own knowledge that its steps use; 0: none."""
    round: int = 0
    assignments: tuple[events.Assignment, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    gaps: tuple[str, ...] = ()
    completed: frozenset[tuple[str, int]] = frozenset()
    """(agent, round) of the agents that have reported."""
    failed: frozenset[tuple[str, int]] = frozenset()
    """(agent, round) of the agents that did not come back."""
    hypotheses: tuple[Hypothesis, ...] = ()
    usage: Spent = field(default_factory=Spent)
    report: Report | None = None
    error: str | None = None

    @classmethod
    def fold(cls, diagnosis_id: str, log: list[Event]) -> "Diagnosis":
        """The diagnosis after these events, given in order and without a gap from the first on."""
        return reduce(cls.after, log, cls(diagnosis_id))

    def after(self, event: Event) -> "Diagnosis":
        """The diagnosis after one more event.

        Raises:
            IllegalTransition: the event cannot happen in this state.
        """
        payload = event.payload
        changed = replace(_applied(self, payload, event), seq=event.seq)
        if (then := _MOVES.get(type(payload))) is None:
            return changed
        changed = replace(changed, status=move(_LEGAL, self.status, then))
        return replace(changed, ended_at=event.at) if then in _FINAL else changed

    @property
    def is_over(self) -> bool:
        return self.status in _FINAL

    @property
    def hint(self) -> str:
        """What the person hinted who had it run again; empty where nobody did."""
        return (self.rerun.hint if self.rerun else None) or ""

    def evidence_by_id(self, evidence_id: str) -> Evidence | None:
        return next((each for each in self.evidence if each.id == evidence_id), None)


def _applied(diagnosis: Diagnosis, payload: Payload, event: Event) -> Diagnosis:
    """What the payload changes, beside the status."""
    match payload:
        case events.DiagnosisStarted():
            return _started(diagnosis, payload, event)
        case events.StepsTakenOver():
            return replace(diagnosis, taken_over=payload)
        case events.ModeSelected():
            gaps = (*diagnosis.gaps, *payload.gaps)
            return replace(diagnosis, mode=payload.mode, knowledge=payload.knowledge, gaps=gaps)
        case events.PlanMade():
            return replace(
                diagnosis,
                round=payload.round,
                assignments=payload.assignments,
                anchor=payload.anchor or diagnosis.anchor,
                window=payload.window or diagnosis.window,
            )
        case events.EvidenceFound():
            return replace(diagnosis, evidence=(*diagnosis.evidence, payload.evidence))
        case events.FindingReported():
            return replace(diagnosis, findings=(*diagnosis.findings, payload.finding))
        case events.AgentCompleted() | events.AgentFailed():
            return _agent_ended(diagnosis, payload)
        case events.AssessmentMade():
            return replace(diagnosis, round=payload.round, hypotheses=payload.hypotheses)
        case UsageRecorded():
            return replace(diagnosis, usage=diagnosis.usage + payload.spent)
        case events.DiagnosisConcluded():
            return replace(diagnosis, report=payload.result)
        case events.DiagnosisFailed():
            return replace(diagnosis, error=payload.error)
        case _:
            return diagnosis


def _started(diagnosis: Diagnosis, payload: events.DiagnosisStarted, event: Event) -> Diagnosis:
    return replace(
        diagnosis,
        workload_id=payload.workload_id,
        project=payload.project,
        started_at=event.at,
        window=payload.window,
        alarm=payload.alarm,
        question=payload.question,
        user=payload.user,
        rerun=payload.rerun,
        requested_mode=payload.requested_mode,
    )


def _agent_ended(
    diagnosis: Diagnosis, payload: events.AgentCompleted | events.AgentFailed
) -> Diagnosis:
    run = (payload.agent, payload.round)
    if isinstance(payload, events.AgentCompleted):
        gaps = (*diagnosis.gaps, *payload.gaps)
        return replace(diagnosis, gaps=gaps, completed=diagnosis.completed | {run})
    gaps = (*diagnosis.gaps, f"{payload.agent} failed: {payload.error}")
    return replace(diagnosis, gaps=gaps, failed=diagnosis.failed | {run})
