"""Events of a diagnosis."""

from typing import Literal

from casebook.domain.alarm import Alarm
from casebook.domain.events import tools  # noqa: F401  (a diagnosis holds tool events too)
from casebook.domain.events.event import Payload
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, Strength
from casebook.domain.hypothesis import Hypothesis
from casebook.domain.model import Model
from casebook.domain.report import Report
from casebook.domain.window import Window

RequestedMode = Literal["auto", "simple", "complex"]
Mode = Literal["simple", "complex"]


class DiagnosisStarted(Payload, type="diagnosis-started"):
    """`window` is set here, once; every query of the diagnosis uses it."""

    workload_id: str
    project: str
    requested_mode: RequestedMode
    window: Window
    alarm: Alarm | None = None
    question: str | None = None
    user: str | None = None


class ModeSelected(Payload, type="mode-selected"):
    mode: Mode
    reason: str


class Assignment(Model):
    """What one agent is asked to look at, and why."""

    agent: str
    task: str


class PlanMade(Payload, type="plan-made"):
    round: int
    assignments: tuple[Assignment, ...]


class AgentStarted(Payload, type="agent-started"):
    agent: str
    round: int


class EvidenceFound(Payload, type="evidence-found"):
    evidence: Evidence


class FindingReported(Payload, type="finding-reported"):
    finding: Finding


class AgentCompleted(Payload, type="agent-completed"):
    """`gaps` are the questions that the agent could not answer, in words for the report."""

    agent: str
    round: int
    findings: int
    gaps: tuple[str, ...] = ()


class AgentFailed(Payload, type="agent-failed"):
    agent: str
    round: int
    error: str


class AssessmentMade(Payload, type="assessment-made"):
    round: int
    hypotheses: tuple[Hypothesis, ...]
    confidence: Strength
    next: Literal["conclude", "investigate"]
    reason: str


class DiagnosisPaused(Payload, type="diagnosis-paused"):
    by: str


class DiagnosisResumed(Payload, type="diagnosis-resumed"):
    by: str


class DiagnosisConcluded(Payload, type="diagnosis-concluded"):
    result: Report


class DiagnosisCancelled(Payload, type="diagnosis-cancelled"):
    by: str


class DiagnosisFailed(Payload, type="diagnosis-failed"):
    error: str
