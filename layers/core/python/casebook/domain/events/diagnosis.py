"""Events of a diagnosis."""

from typing import Literal

from pydantic import field_validator

from casebook.domain.alarm import Alarm
from casebook.domain.anchor import Anchor
from casebook.domain.events import tools  # noqa: F401  (a diagnosis holds tool events too)
from casebook.domain.events.event import Payload
from casebook.domain.events.upcasting import with_observation
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, Strength
from casebook.domain.hypothesis import Hypothesis
from casebook.domain.model import Json, Model
from casebook.domain.report import Report
from casebook.domain.window import Window

RequestedMode = Literal["auto", "simple", "complex"]
Mode = Literal["simple", "complex"]


class Rerun(Model):
    """Which diagnosis is run again: from its event `fromSeq` on, or from the beginning. `hint` is
    a person's word: names in it are looked at first; it is data, and no instruction."""

    of: str
    from_seq: int | None = None
    hint: str | None = None


class DiagnosisStarted(Payload, type="diagnosis-started"):
    """`window` is what the alarm looked at, or what was asked for; `plan-made` may widen it.
    `rerun` says which diagnosis is run again, if one is."""

    workload_id: str
    project: str
    requested_mode: RequestedMode
    window: Window
    alarm: Alarm | None = None
    question: str | None = None
    user: str | None = None
    rerun: Rerun | None = None


class StepTakenOver(Model):
    """A step of another diagnosis: `prepare`, `plan`, `assess`, an alarm that joined (`alarm`), or
    an agent by its name. `seq` is that of its first event there."""

    name: str
    round: int
    seq: int


class StepsTakenOver(Payload, type="steps-taken-over"):
    """The steps of `of` that had ended before its event `beforeSeq` stand. Copies of their events
    follow; the `evidence` and `findings` in them were not found anew. It goes on in this `round`
    with these `agents`; round 0: with the plan."""

    of: str
    before_seq: int
    steps: tuple[StepTakenOver, ...]
    evidence: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    round: int = 0
    agents: tuple[str, ...] = ()


class ModeSelected(Payload, type="mode-selected"):
    """How the diagnosis is run: the coordinator alone, or every specialist. `knowledge` is the
    version of the team's own knowledge that every step of it uses; 0: none. `gaps` are what could
    not be had for it, in words for the report."""

    mode: Mode
    reason: str
    knowledge: int = 0
    gaps: tuple[str, ...] = ()


class Assignment(Model):
    """What one agent is asked to look at, and why."""

    agent: str
    task: str


class PlanMade(Payload, type="plan-made"):
    """Who looks at what in this round. The first plan has the `anchor` where an alarm started the
    diagnosis, and the `window` of the incident, from its onset on; every query uses it."""

    round: int
    assignments: tuple[Assignment, ...]
    anchor: Anchor | None = None
    window: Window | None = None


class AgentStarted(Payload, type="agent-started"):
    """An agent begins to gather."""

    agent: str
    round: int


class EvidenceFound(Payload, type="evidence-found"):
    """A query was answered; what came back is kept under `evidence.location`."""

    evidence: Evidence


class FindingReported(Payload, type="finding-reported"):
    """A claim that stood the check, with its citations."""

    finding: Finding

    @field_validator("finding", mode="before")
    @classmethod
    def _as_of_now(cls, finding: Finding | Json) -> Finding | Json:
        return with_observation(finding) if isinstance(finding, dict) else finding


class AgentCompleted(Payload, type="agent-completed"):
    """`gaps` are the questions that the agent could not answer, in words for the report."""

    agent: str
    round: int
    findings: int
    gaps: tuple[str, ...] = ()


class AgentFailed(Payload, type="agent-failed"):
    """An agent did not come back; the diagnosis goes on without it."""

    agent: str
    round: int
    error: str


class AssessmentMade(Payload, type="assessment-made"):
    """All findings were weighed, and it was decided whether to look again."""

    round: int
    hypotheses: tuple[Hypothesis, ...]
    confidence: Strength
    next: Literal["conclude", "investigate"]
    reason: str


class DiagnosisPaused(Payload, type="diagnosis-paused"):
    """The next gate holds until it is resumed or cancelled."""

    by: str


class DiagnosisResumed(Payload, type="diagnosis-resumed"):
    """The gate is open again."""

    by: str


class DiagnosisConcluded(Payload, type="diagnosis-concluded"):
    """The last event of a diagnosis that came to a report."""

    result: Report


class DiagnosisCancelled(Payload, type="diagnosis-cancelled"):
    """The last event of a diagnosis that somebody stopped."""

    by: str


class DiagnosisFailed(Payload, type="diagnosis-failed"):
    """The last event of a diagnosis that could not be finished."""

    error: str
