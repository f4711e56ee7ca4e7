"""One specialist's step: gather, reason, let the checker read it, report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from casebook.agents.specialist import Run, Specialist
from casebook.agents.with_model.allowed_tools import PermittedTools
from casebook.budget.bookings import Booking
from casebook.citing.checker import check
from casebook.diagnosis.assistance import Assistance, Work
from casebook.diagnosis.desk import Desk, OpenToolbox
from casebook.diagnosis.steps import Specialised
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.diagnosis import (
    AgentCompleted,
    AgentStarted,
    FindingReported,
)
from casebook.domain.events.event import Draft, Payload
from casebook.domain.finding import Finding
from casebook.observability import logger
from casebook.streams import StreamEnded
from casebook.tools.nearest import nearest_resources
from casebook.tools.recorder import DiagnosisRecorder
from casebook.tools.registry import Toolbox
from casebook.tools.tool import Scope

_MOST_FINDINGS = 60


@dataclass(frozen=True, eq=False, repr=False)
class Investigating:
    """Rules look first. Where models have a part, one looks after them (agents/reasoner.py)."""

    desk: Desk
    open_toolbox: OpenToolbox
    assistance: Assistance | None = None

    def run(self, agent: Specialist, diagnosis_id: str, round: int) -> Specialised:
        """Let one agent look. One that has reported in this round already is not run again, and
        neither is one whose diagnosis has ended."""
        completes = partial(_completes, agent.name, round)
        diagnosis, stream = self.desk.take(diagnosis_id, completes)
        if diagnosis.is_over or (agent.name, round) in diagnosis.completed:
            return Specialised(agent=agent.name, status="skipped")
        try:
            started = stream.append(
                Draft(agent.name, AgentStarted(agent=agent.name, round=round), diagnosis.seq)
            )[-1]
            work = Work(diagnosis, stream, agent.name, started.seq)
            with self.desk.booking(diagnosis) as booking, self.desk.knowing(diagnosis):
                self._look(agent, round, work, booking)
        except StreamEnded:
            return Specialised(agent=agent.name, status="skipped")
        self.desk.file(stream)
        return Specialised(agent=agent.name, status="completed")

    def _look(self, agent: Specialist, round: int, work: Work, booking: Booking) -> None:
        """Gather, reason and report. Raises StreamEnded."""
        scope = self.desk.scope(work.diagnosis)
        toolbox = self._toolbox(agent, work, scope)
        tools = PermittedTools(toolbox)
        prior = work.diagnosis.findings
        hinted = agent.gather_hinted(tools)
        gathered = agent.gather(tools)
        outcome = agent.reason(gathered, scope, prior)
        runs = [*hinted, *gathered]
        found = (*outcome.findings, *agent.told_of_hint(runs, scope, prior))
        findings, left_out = _most_telling(_checked(agent, found, runs, scope), scope)
        gaps = [*agent.withheld(tools.withheld), *outcome.gaps, *left_out]
        reports: list[Payload] = [FindingReported(finding=each) for each in findings]
        count = len(findings)
        if self.assistance and self.assistance.is_for(work.diagnosis):
            # At once: whatever becomes of the model, and of this step with it, they stand.
            _append(work, reports)
            known = (*_own(agent, work.diagnosis), *findings)
            second = self.assistance.reason(work, agent, runs, toolbox, known)
            added = _checked(agent, second.outcome.findings, [*runs, *second.runs], scope)
            reports = [FindingReported(finding=each) for each in added]
            gaps += second.outcome.gaps
            count += len(added)
        completed = AgentCompleted(agent=agent.name, round=round, findings=count, gaps=tuple(gaps))
        _append(work, [*reports, *booking.recorded(), completed])

    def _toolbox(self, agent: Specialist, work: Work, scope: Scope) -> Toolbox:
        recorder = DiagnosisRecorder(work.stream, agent.name, work.parent)
        stream = work.diagnosis.diagnosis_id
        return self.open_toolbox(agent.name, agent.tools(), scope, stream, recorder)


def _completes(agent: str, round: int, payload: Payload) -> bool:
    return isinstance(payload, AgentCompleted) and (payload.agent, payload.round) == (agent, round)


def _checked(
    agent: Specialist, findings: Iterable[Finding], runs: Sequence[Run], scope: Scope
) -> tuple[Finding, ...]:
    """Those that stand the check."""
    checked = check(findings, [run.evidence for run in runs], scope.window)
    for objection in checked.objections:
        logger.info("the checker objected", agent=agent.name, objection=str(objection))
    return checked.findings


def _most_telling(findings: Sequence[Finding], scope: Scope) -> tuple[list[Finding], list[str]]:
    """As many as a person or the coordinator can weigh, the strongest of those near the alarm
    first, and what is to be told of the others. Hundreds of resources may fail at once."""
    if len(findings) <= _MOST_FINDINGS:
        return list(findings), []
    places = {name: place for place, name in enumerate(nearest_resources(scope))}

    def rank(finding: Finding) -> tuple[float, int]:
        return -finding.strength, places.get(finding.resource or "", len(places))

    ranked = sorted(findings, key=rank)
    left_out = len(findings) - _MOST_FINDINGS
    return ranked[:_MOST_FINDINGS], [f"{left_out} weaker findings of {len(findings)} are left out."]


def _own(agent: Specialist, diagnosis: Diagnosis) -> list[Finding]:
    """What the agent found in earlier rounds."""
    return [each for each in diagnosis.findings if each.agent == agent.name]


def _append(work: Work, payloads: Sequence[Payload]) -> None:
    if payloads:
        work.stream.append(*(Draft(work.actor, each, work.parent) for each in payloads))
