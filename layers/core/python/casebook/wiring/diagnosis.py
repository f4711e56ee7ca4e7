"""The use cases of a diagnosis, from the alarm to the conclusion."""

from functools import cached_property
from typing import TYPE_CHECKING

from casebook.wiring.models import Models
from casebook.wiring.tools import Tools

if TYPE_CHECKING:
    from casebook.diagnosis.alarms import AlarmIntake
    from casebook.diagnosis.assistance import Assistance
    from casebook.diagnosis.charting import Charting
    from casebook.diagnosis.closing import Closing
    from casebook.diagnosis.control import Control
    from casebook.diagnosis.coordinating import Coordinating
    from casebook.diagnosis.desk import Desk
    from casebook.diagnosis.evidence_reading import DiagnosisEvidence, EvidenceReading
    from casebook.diagnosis.feedback import GivingFeedback
    from casebook.diagnosis.finishing import Failing, Notifying
    from casebook.diagnosis.investigating import Investigating
    from casebook.diagnosis.opening import Opening
    from casebook.diagnosis.preparing import Preparing
    from casebook.diagnosis.queueing import Draining, Sweeping
    from casebook.diagnosis.reading import Reading
    from casebook.diagnosis.rechecking import Rechecking
    from casebook.diagnosis.rerunning import Rerunning
    from casebook.diagnosis.state import States
    from casebook.domain.diagnosis import Diagnosis
    from casebook.workloads.heard_alarms import HeardAlarms


class Diagnoses(Tools, Models):
    """The use cases of a diagnosis."""

    @cached_property
    def heard_alarms(self) -> "HeardAlarms":
        from casebook.workloads.heard_alarms import HeardAlarms

        return HeardAlarms(self.alarms, self.clock, self.ownerships)

    @cached_property
    def opening(self) -> "Opening":
        from casebook.diagnosis.opening import Opening

        return Opening(self.workloads, self.diagnoses, self.workflow, self.clock)

    @cached_property
    def rerunning(self) -> "Rerunning":
        from casebook.diagnosis.rerunning import Rerunning

        return Rerunning(self.opening, self.workloads, self.diagnoses, self.log, self.clock)

    @cached_property
    def alarm_intake(self) -> "AlarmIntake":
        from casebook.diagnosis.alarms import AlarmIntake

        return AlarmIntake(
            self.owned_workloads,
            self.alarms,
            self.opening,
            self.closing,
            self.log,
            self.push,
            self.evidence_store,
            self.clock,
        )

    @cached_property
    def states(self) -> "States":
        from casebook.diagnosis.state import States

        return States(self.log)

    @cached_property
    def reading(self) -> "Reading":
        from casebook.diagnosis.reading import Reading

        return Reading(self.workloads, self.diagnoses, self.log, self.states, self.feedback)

    @cached_property
    def evidence_reading(self) -> "EvidenceReading":
        from casebook.diagnosis.evidence_reading import EvidenceReading

        return EvidenceReading(self.evidence_store)

    @cached_property
    def diagnosis_evidence(self) -> "DiagnosisEvidence":
        from casebook.diagnosis.evidence_reading import DiagnosisEvidence

        return DiagnosisEvidence(self.diagnoses, self.states)

    @cached_property
    def rechecking(self) -> "Rechecking":
        from casebook.diagnosis.rechecking import Rechecking

        return Rechecking(
            self.owned_workloads,
            self.log,
            self.evidence_store,
            self.recheck_limit,
            self.clock,
            self.repeat,
            self.bookings,
            self.team_knowledge,
        )

    @cached_property
    def charting(self) -> "Charting":
        from casebook.adapters.cloudwatch import CloudWatchMetrics
        from casebook.diagnosis.charting import Charting

        metrics = CloudWatchMetrics(self.clients)
        return Charting(
            self.owned_workloads, metrics, self.recheck_limit, self.clock, self.bookings
        )

    @cached_property
    def control(self) -> "Control":
        from casebook.diagnosis.control import Control

        return Control(
            self.diagnoses,
            self.log,
            self.push,
            self.states,
            self.workflow,
            self.closing,
            self.clock,
            self.settings.diagnosis,
        )

    @cached_property
    def giving_feedback(self) -> "GivingFeedback":
        from casebook.diagnosis.feedback import GivingFeedback

        return GivingFeedback(self.diagnoses, self.feedback, self.clock)

    @cached_property
    def desk(self) -> "Desk":
        from casebook.diagnosis.desk import Desk

        return Desk(
            self.owned_workloads,
            self.log,
            self.push,
            self.states,
            self.clock,
            self.bookings,
            self.team_knowledge,
            self.closing,
        )

    @cached_property
    def closing(self) -> "Closing":
        from casebook.diagnosis.closing import Closing

        def load(diagnosis_id: str) -> "Diagnosis":
            return self.states.load(diagnosis_id)  # which alarms seldom need

        return Closing(self.diagnoses, load, self.clock)

    @cached_property
    def preparing(self) -> "Preparing":
        from casebook.diagnosis.preparing import Preparing

        return Preparing(self.desk, self.evidence_store)

    @cached_property
    def assistance(self) -> "Assistance":
        from casebook.diagnosis.assistance import Assistance

        return Assistance(
            self.engine,
            self.model_chain,
            self.spending,
            self.settings.agent_seconds,
        )

    @cached_property
    def investigating(self) -> "Investigating":
        from casebook.diagnosis.investigating import Investigating

        return Investigating(self.desk, self.toolbox, self.assistance)

    @cached_property
    def coordinating(self) -> "Coordinating":
        from casebook.diagnosis.anchoring import Anchoring
        from casebook.diagnosis.consulting import Consulting
        from casebook.diagnosis.coordinating import Coordinating

        anchoring = Anchoring(self.desk, self.toolbox)
        consulting = Consulting(self.desk, self.toolbox)
        return Coordinating(
            self.desk,
            self.investigating,
            consulting,
            anchoring,
            self.assistance,
        )

    @cached_property
    def notifying(self) -> "Notifying":
        from casebook.diagnosis.finishing import Notifying

        return Notifying(self.desk, self.publisher, self.draining)

    @cached_property
    def failing(self) -> "Failing":
        from casebook.diagnosis.finishing import Failing

        return Failing(self.desk, self.draining)

    @cached_property
    def draining(self) -> "Draining":
        from casebook.diagnosis.queueing import Draining

        return Draining(self.diagnoses, self.workflow)

    @cached_property
    def sweeping(self) -> "Sweeping":
        from casebook.diagnosis.queueing import Sweeping

        def fail(diagnosis_id: str, error: str, cause: str) -> None:
            self.failing.fail(diagnosis_id, error, cause)  # which is seldom needed

        return Sweeping(self.diagnoses, self.workflow, self.draining, fail)
