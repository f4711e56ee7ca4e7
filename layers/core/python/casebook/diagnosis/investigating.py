"""One specialist's step: gather, reason, let the checker read it, report."""

from dataclasses import dataclass

from casebook.agents.checker import check
from casebook.agents.permitted import PermittedTools
from casebook.agents.specialist import Specialist
from casebook.diagnosis.desk import Desk, OpenToolbox
from casebook.diagnosis.steps import Specialised
from casebook.domain.events.diagnosis import (
    AgentCompleted,
    AgentStarted,
    FindingReported,
)
from casebook.domain.events.event import Draft
from casebook.observability import logger
from casebook.streams import StreamEnded
from casebook.tools.recorder import DiagnosisRecorder


@dataclass(frozen=True)
class Investigating:
    desk: Desk
    open_toolbox: OpenToolbox

    def run(self, agent: Specialist, diagnosis_id: str, round: int) -> Specialised:
        """Let one agent look. One that has reported in this round already is not run again, and
        neither is one whose diagnosis has ended."""
        diagnosis, stream = self.desk.take(diagnosis_id)
        if diagnosis.is_over or (agent.name, round) in diagnosis.completed:
            return Specialised(agent=agent.name, status="skipped")
        scope = self.desk.scope(diagnosis)
        try:
            started = stream.append(
                Draft(agent.name, AgentStarted(agent=agent.name, round=round), diagnosis.seq)
            )[-1]
            recorder = DiagnosisRecorder(stream, agent.name, started.seq)
            tools = PermittedTools(
                self.open_toolbox(agent.name, agent.tools(), scope, diagnosis_id, recorder)
            )
            runs = agent.gather(tools)
            outcome = agent.reason(runs, scope, diagnosis.findings)
            checked = check(outcome.findings, [run.evidence for run in runs], scope.window)
            for objection in checked.objections:
                logger.info("the checker objected", agent=agent.name, objection=str(objection))
            reports = [FindingReported(finding=finding) for finding in checked.findings]
            completed = AgentCompleted(
                agent=agent.name,
                round=round,
                findings=len(reports),
                gaps=(*agent.withheld(tools.withheld), *outcome.gaps),
            )
            stream.append(
                *(Draft(agent.name, payload, started.seq) for payload in (*reports, completed))
            )
        except StreamEnded:
            return Specialised(agent=agent.name, status="skipped")
        self.desk.file(diagnosis_id)
        return Specialised(agent=agent.name, status="completed")
