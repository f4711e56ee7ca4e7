"""Alarms as they come in: matched to workloads and made into diagnoses."""

from dataclasses import dataclass
from enum import StrEnum

from casebook.diagnosis.messages import read_alarm
from casebook.diagnosis.opening import Opening
from casebook.domain.alarm import Alarm
from casebook.domain.events.diagnosis import EvidenceFound
from casebook.domain.events.event import Draft
from casebook.errors import LimitReached, Unavailable
from casebook.observability import logger
from casebook.ports.alarms import AlarmStore, UnmatchedAlarm
from casebook.ports.clock import Clock
from casebook.ports.event_log import EventLog
from casebook.ports.evidence import EvidenceStore
from casebook.ports.workloads import WorkloadStore
from casebook.streams import Frames, Stream, StreamEnded


class Handling(StrEnum):
    """What became of a message, for the metric of that name."""

    NOT_AN_ALARM = "MessagesThatAreNoAlarm"  # acknowledged: trying again would not make it one
    NOT_ALARMING = "AlarmsThatEnded"  # OK or INSUFFICIENT_DATA: nothing to diagnose
    REPEATED = "AlarmsDeliveredAgain"  # SNS delivers at least once
    OVER_LIMIT = "AlarmsOverLimit"  # kept too: the workload has had its diagnoses of the day
    UNMATCHED = "AlarmsUnmatched"  # kept, so that somebody can register the workload
    OPENED = "DiagnosesOpenedByAlarm"
    JOINED = "AlarmsJoined"  # added to the workload's open diagnosis


@dataclass(frozen=True)
class AlarmIntake:
    workloads: WorkloadStore
    alarms: AlarmStore
    opening: Opening
    log: EventLog
    frames: Frames
    evidence: EvidenceStore
    clock: Clock

    def receive(self, text: str) -> Handling:
        """Handle one message of the alarm topic. Raises only what a redelivery may fix."""
        alarm = read_alarm(text)
        if alarm is None:
            logger.warning("a message on the alarm topic is no alarm", beginning=text[:200])
            return Handling.NOT_AN_ALARM
        if alarm.state != "ALARM":
            return Handling.NOT_ALARMING
        if self.alarms.was_handled(alarm):
            return Handling.REPEATED
        handling = self._diagnose(alarm)
        # Last, so that a crash on the way makes the redelivery do it all again.
        self.alarms.mark_handled(alarm)
        logger.info("alarm handled", alarm=alarm.name, handling=handling.value)
        return handling

    def _diagnose(self, alarm: Alarm) -> Handling:
        matching = self.workloads.matching(alarm)
        if not matching:
            self._keep(alarm, _why_unmatched(alarm))
            return Handling.UNMATCHED
        try:
            started = [self.opening.by_alarm(workload, alarm) for workload in matching]
        except LimitReached as error:
            self._keep(alarm, error.detail)
            return Handling.OVER_LIMIT
        for each in started:
            if each.joined:
                self._join(each.diagnosis_id, alarm)
        return Handling.JOINED if all(each.joined for each in started) else Handling.OPENED

    def _keep(self, alarm: Alarm, why: str) -> None:
        self.alarms.keep_unmatched(UnmatchedAlarm(alarm, self.clock.now(), why))

    def _join(self, diagnosis_id: str, alarm: Alarm) -> None:
        """Add the alarm to the evidence of the diagnosis that is open."""
        # Most alarms open one, and then the diagnosis' first step does this.
        from casebook.diagnosis.alarm_evidence import alarm_evidence

        evidence = alarm_evidence(alarm, diagnosis_id, self.evidence, self.clock)
        try:
            Stream(self.log, self.frames, diagnosis_id).append(
                Draft("cloudwatch", EvidenceFound(evidence=evidence), parent=1)
            )
        except StreamEnded as error:
            # It concluded at this very moment without having seen this: the redelivery opens anew.
            raise Unavailable(f"{diagnosis_id} ended while {alarm.name} was joining it") from error


def _why_unmatched(alarm: Alarm) -> str:
    dimensions = ", ".join(f"{name}={value}" for name, value in alarm.dimensions.items())
    dimensions = dimensions or ", ".join(alarm.dimension_values)
    return (
        f"no workload lists the alarm {alarm.name!r} or owns a resource that its dimensions name "
        f"({dimensions or 'none'})"
    )
