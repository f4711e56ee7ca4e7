"""The coordinator's steps: plan, look alone, assess, conclude, and record who did not come back."""

from dataclasses import dataclass

from casebook.agents.coordinator import decide, pause, plan
from casebook.diagnosis.anchoring import Anchoring
from casebook.diagnosis.assistance import Assistance, Work
from casebook.diagnosis.consulting import Consulting
from casebook.diagnosis.desk import Desk
from casebook.diagnosis.investigating import Investigating
from casebook.diagnosis.state import DiagnosisStream
from casebook.diagnosis.steps import Assessed, Concluded, Coordinate, Round, Specialised
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.diagnosis import (
    AgentFailed,
    AssessmentMade,
    DiagnosisConcluded,
    FindingReported,
    PlanMade,
)
from casebook.domain.events.event import Draft, Payload
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.report import Report
from casebook.observability import count, logger
from casebook.reasoning.anchor import incident_window
from casebook.reasoning.assessment import Assessment, weigh
from casebook.reasoning.correlation import COORDINATOR
from casebook.streams import Stream, StreamEnded

_CAUSE_CHARACTERS = 500
# The report repeats the beginning of each excerpt; the whole stands in `evidence-found`. Together
# they must stay below DynamoDB's 400 KB an item.
_EXCERPT_CHARACTERS = 2000


@dataclass(frozen=True, eq=False, repr=False)
class Coordinating:
    desk: Desk
    investigating: Investigating
    consulting: Consulting
    anchoring: Anchoring
    assistance: Assistance | None = None

    def run(self, asked: Coordinate) -> Round | Assessed | Concluded | Specialised:
        """Do the step that the state machine asks for."""
        match asked.step:
            case "plan":
                return self.plan(asked.diagnosis_id)
            case "investigate":
                from casebook.agents.roster import CoordinatorAlone  # every rule, for this alone

                return self.investigating.run(CoordinatorAlone(), asked.diagnosis_id, asked.round)
            case "assess":
                return self.assess(asked.diagnosis_id, asked.round)
            case "conclude":
                return self.conclude(asked.diagnosis_id)
            case "record-failure":
                return self.record_failure(asked)

    def plan(self, diagnosis_id: str) -> Round:
        """Look at the alarm first, then say who looks at what, and from when on. A repeat of the
        step answers as the first time; where a plan was taken over, it goes on in its rounds."""
        diagnosis, stream = self.desk.take(diagnosis_id, _plans)
        if (known := diagnosis.taken_over) and known.round:
            return Round(agents=known.agents, round=known.round)
        assignments = diagnosis.assignments
        if not assignments and not diagnosis.is_over:
            try:
                with self.desk.booking(diagnosis) as booking, self.desk.knowing(diagnosis):
                    made = self._plan(diagnosis, stream)
                    payloads = (*booking.recorded(), made)
                    stream.append(*(Draft(COORDINATOR, p, diagnosis.seq) for p in payloads))
            except StreamEnded:
                logger.info("it has ended, or is planned", diagnosis_id=diagnosis_id)
            assignments = self.desk.file(stream).assignments
        return Round(agents=tuple(each.agent for each in assignments), round=1)

    def _plan(self, diagnosis: Diagnosis, stream: Stream) -> PlanMade:
        """Raises StreamEnded."""
        workload = self.desk.workload(diagnosis)
        anchor = self.anchoring.anchor(diagnosis, stream)
        window = None
        if anchor and diagnosis.alarm:
            window = incident_window(anchor, diagnosis.alarm)
        return PlanMade(
            round=1,
            assignments=plan(workload, diagnosis.alarm, diagnosis.question, hint=diagnosis.hint),
            anchor=anchor,
            window=window,
        )

    def assess(self, diagnosis_id: str, round: int) -> Assessed:
        """Weigh what was found, and decide whether somebody looks again."""
        diagnosis, stream = self.desk.take(diagnosis_id)
        if diagnosis.is_over:
            return Assessed(next="conclude", agents=(), round=round)
        with self.desk.knowing(diagnosis):
            assessment = self._weighed(diagnosis)
        failed = _failed_in(diagnosis, round)
        now = self.desk.clock.now()
        decision = decide(assessment, round, now, failed)
        made = AssessmentMade(
            round=round,
            hypotheses=assessment.hypotheses,
            confidence=assessment.confidence,
            next=decision.next,
            reason=decision.reason,
        )
        try:
            stream.append(Draft(COORDINATOR, made, diagnosis.seq))
        except StreamEnded:
            return Assessed(next="conclude", agents=(), round=round)
        self.desk.file(stream)
        return Assessed(
            next=decision.next,
            agents=decision.agents,
            round=round + 1,
            wait_seconds=pause(diagnosis.alarm, now),
        )

    def conclude(self, diagnosis_id: str) -> Concluded:
        """Write the report. What the coordinator joined itself is reported with it."""
        diagnosis, stream = self.desk.take(diagnosis_id)
        if diagnosis.is_over:
            return _concluded(diagnosis.report)
        try:
            with self.desk.knowing(diagnosis):
                diagnosis, assessment, report = self._weighed_and_told(diagnosis, stream)
        except StreamEnded:
            return _concluded(self.desk.file(stream).report)
        payloads = [
            *(FindingReported(finding=finding) for finding in assessment.joined),
            UsageRecorded(engine="deterministic", tool_runs=_own_runs(diagnosis)),
            DiagnosisConcluded(result=report),
        ]
        try:
            stream.append(*(Draft(COORDINATOR, each, diagnosis.seq) for each in payloads))
        except StreamEnded:
            return _concluded(self.desk.file(stream).report)
        concluded = self.desk.file(stream)
        count("DiagnosesConcluded")
        _log_bill(concluded)
        return _concluded(report)

    def _weighed_and_told(
        self, diagnosis: Diagnosis, stream: DiagnosisStream
    ) -> tuple[Diagnosis, Assessment, Report]:
        """The diagnosis with what was looked up for it, what that comes to, and the report. Raises
        StreamEnded."""
        assessment = self._weighed(diagnosis)
        if self.consulting.consult(diagnosis, stream, assessment):
            diagnosis = stream.diagnosis
            assessment = self._weighed(diagnosis)
        report = self._report(diagnosis, assessment)
        if self.assistance:
            work = Work(diagnosis, stream, COORDINATOR, diagnosis.seq)
            report = self.assistance.narrate(work, report, self.desk.workload(diagnosis))
        return diagnosis, assessment, report

    def record_failure(self, asked: Coordinate) -> Specialised:
        """A specialist did not come back: say so and go on without it."""
        agent = asked.agent or "unknown agent"
        diagnosis, stream = self.desk.take(asked.diagnosis_id)
        if (agent, asked.round) in diagnosis.completed | diagnosis.failed:
            # It came to its end and nobody heard of that, or this is on record already.
            return Specialised(agent=agent, status="skipped")
        said = f"{asked.error or 'it failed'}: {asked.cause or ''}".strip(": ")
        failed = AgentFailed(agent=agent, round=asked.round, error=said[:_CAUSE_CHARACTERS])
        try:
            stream.append(Draft(COORDINATOR, failed, diagnosis.seq))
        except StreamEnded:
            return Specialised(agent=agent, status="skipped")
        count("AgentsFailed")
        self.desk.file(stream)
        return Specialised(agent=agent, status="failed")

    def _weighed(self, diagnosis: Diagnosis) -> Assessment:
        scope = self.desk.scope(diagnosis)
        assessment = weigh(
            diagnosis.findings,
            diagnosis.evidence,
            scope.workload,
            scope.window,
            is_alarmed=scope.alarm is not None,
        )
        for objection in assessment.objections:
            logger.info("the checker objected", agent=COORDINATOR, objection=str(objection))
        return assessment

    def _report(self, diagnosis: Diagnosis, assessment: Assessment) -> Report:
        from casebook.reporting.concluding import Conclusion, conclude  # for the last step alone

        now = self.desk.clock.now()
        shortened = [
            each.model_copy(update={"excerpt": each.excerpt[:_EXCERPT_CHARACTERS]})
            for each in diagnosis.evidence
        ]
        facts = Conclusion(
            evidence=shortened,
            started_at=diagnosis.started_at or now,
            now=now,
            alarm=diagnosis.alarm,
            anchor=diagnosis.anchor,
            gaps=diagnosis.gaps,
            cost_usd=diagnosis.usage.cost_usd,
        )
        return conclude(assessment, facts)


def _plans(payload: Payload) -> bool:
    return isinstance(payload, PlanMade)


def _own_runs(diagnosis: Diagnosis) -> int:
    """The tool runs of this diagnosis; what it took over was run and counted before."""
    taken = len(diagnosis.taken_over.evidence) if diagnosis.taken_over else 0
    return len(diagnosis.evidence) - taken


def _log_bill(diagnosis: Diagnosis) -> None:
    logger.info(
        "a diagnosis concluded",
        diagnosis_id=diagnosis.diagnosis_id,
        workload_id=diagnosis.workload_id,
        tokens=diagnosis.usage.tokens,
        known_cost_usd=diagnosis.usage.known_cost_usd,
        unpriced_calls=diagnosis.usage.unpriced_calls,
        aws_requests=diagnosis.usage.aws_requests,
        bytes_scanned=diagnosis.usage.bytes_scanned,
    )


def _concluded(report: Report | None) -> Concluded:
    if report is None:
        return Concluded(verdict="inconclusive", confidence=0.0)
    return Concluded(verdict=report.verdict.value, confidence=report.confidence)


def _failed_in(diagnosis: Diagnosis, round: int) -> tuple[str, ...]:
    """The agents that were asked in the round and did not complete it."""
    return tuple(name for name, in_round in sorted(diagnosis.failed) if in_round == round)
