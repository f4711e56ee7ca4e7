"""Alarms as they come in: matched to workloads and made into diagnoses."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from casebook.diagnosis.closing import Closing
from casebook.diagnosis.messages import read_alarm
from casebook.diagnosis.opening import Opening
from casebook.domain import ids
from casebook.domain.alarm import Alarm
from casebook.domain.events.diagnosis import DiagnosisStarted, EvidenceFound
from casebook.domain.events.event import Draft
from casebook.domain.model import iso
from casebook.domain.workload import Workload
from casebook.errors import CasebookError, LimitReached, Unavailable
from casebook.observability import logger
from casebook.ports.alarms import (
    REASON_CHARACTERS,
    AlarmOutcome,
    AlarmStore,
    HeardAlarm,
    UnmatchedAlarm,
)
from casebook.ports.clock import Clock
from casebook.ports.event_log import EventLog
from casebook.ports.evidence import EvidenceStore
from casebook.ports.workloads import Workloads
from casebook.redaction.intake import taken_in
from casebook.streams import Frames, Stream, StreamEnded


class Handling(StrEnum):
    """What became of a message, for the metric of that name."""

    NOT_AN_ALARM = "MessagesThatAreNoAlarm"  # acknowledged: trying again would not make it one
    NOT_ALARMING = "AlarmsThatEnded"  # OK or INSUFFICIENT_DATA: nothing to diagnose
    REPEATED = "AlarmsDeliveredAgain"  # SNS delivers at least once
    OVER_LIMIT = "AlarmsOverLimit"  # noted: the workload has had its diagnoses of the day
    UNMATCHED = "AlarmsUnmatched"  # kept, so that somebody can register the workload
    OPENED = "DiagnosesOpenedByAlarm"
    JOINED = "AlarmsJoined"  # added to the workload's open diagnosis


_TRIES = 3
# Longer than the function may run, and shorter than Lambda waits before it tries again.
_CLAIM = timedelta(seconds=45)
_OUTCOMES = {
    Handling.OPENED: AlarmOutcome.STARTED,
    Handling.JOINED: AlarmOutcome.JOINED,
    Handling.OVER_LIMIT: AlarmOutcome.OVER_LIMIT,
}


class _Bound(NamedTuple):
    """The diagnosis that an alarm goes to, and what an earlier attempt has done there."""

    diagnosis_id: str
    done: Handling | None = None


@dataclass(frozen=True)
class AlarmIntake:
    workloads: Workloads
    alarms: AlarmStore
    opening: Opening
    closing: Closing
    log: EventLog
    frames: Frames
    evidence: EvidenceStore
    clock: Clock

    def receive(self, text: str) -> Handling:
        """Handle one message of the alarm topic. Raises only what a redelivery may fix."""
        alarm = read_alarm(text)
        if alarm is None:
            logger.warning(
                "a message on the alarm topic is no alarm", beginning=taken_in(text)[:200]
            )
            return Handling.NOT_AN_ALARM
        if alarm.state != "ALARM":
            return Handling.NOT_ALARMING
        # SNS and EventBridge may deliver one alarm at the same moment. Whoever dies with a claim is
        # tried again by its own sender, when the claim is over.
        now = self.clock.now()
        if not self.alarms.claim(alarm, now, now + _CLAIM):
            return Handling.REPEATED
        try:
            handling = self._diagnose(alarm)
        except CasebookError:
            self.alarms.release(alarm)
            raise
        # Last, so that a crash on the way makes the redelivery do it all again.
        self.alarms.mark_handled(alarm)
        logger.info("alarm handled", alarm=alarm.name, handling=handling.value)
        return handling

    def _diagnose(self, alarm: Alarm) -> Handling:
        matching = self.workloads.matching(alarm)
        if not matching:
            self.alarms.keep_unmatched(
                UnmatchedAlarm(alarm, self.clock.now(), _why_unmatched(alarm))
            )
            return Handling.UNMATCHED
        # All of them first, so that an attempt that is killed leaves a trace in each.
        bound = [(workload, self._bind(workload, alarm)) for workload in matching]
        handlings = {self._diagnose_one(workload, alarm, to) for workload, to in bound}
        return next(handling for handling in _OUTCOMES if handling in handlings)

    def _bind(self, workload: Workload, alarm: Alarm) -> _Bound:
        """Note which diagnosis the alarm goes to: that of an earlier attempt, if it got there,
        however that diagnosis has ended since, else a new one."""
        earlier = self.alarms.bound_for(alarm, workload.workload_id)
        done = self._done_in(earlier, alarm) if earlier else None
        bound = _Bound(earlier, done) if earlier and done else _Bound(ids.new_id(ids.DIAGNOSIS))
        self._note(alarm, workload, AlarmOutcome.WAITING, bound.diagnosis_id)
        return bound

    def _done_in(self, diagnosis_id: str, alarm: Alarm) -> Handling | None:
        """What an earlier attempt to handle this very alarm did in the diagnosis, if anything."""
        from casebook.diagnosis.alarm_evidence import is_among

        if self._was_started_by(alarm, diagnosis_id):
            return Handling.OPENED
        return Handling.JOINED if is_among(self.log.read(diagnosis_id), alarm) else None

    def _diagnose_one(self, workload: Workload, alarm: Alarm, bound: _Bound) -> Handling:
        """A workload over its limit keeps no other one from being diagnosed."""
        diagnosis_id = why = None
        try:
            if bound.done:
                handling, diagnosis_id = bound.done, bound.diagnosis_id
                self.opening.set_going(diagnosis_id)
            else:
                handling, diagnosis_id = self._open_or_join(workload, alarm, bound.diagnosis_id)
        except LimitReached as error:
            handling, why = Handling.OVER_LIMIT, error.detail
        except CasebookError as error:
            with suppress(CasebookError):  # the table may be what does not answer
                to = self.alarms.bound_for(alarm, workload.workload_id)
                self._note(alarm, workload, AlarmOutcome.WAITING, to, error.detail)
            raise
        self._note(alarm, workload, _OUTCOMES[handling], diagnosis_id, why)
        return handling

    def _open_or_join(self, workload: Workload, alarm: Alarm, new_id: str) -> tuple[Handling, str]:
        for _ in range(_TRIES):
            started = self.opening.by_alarm(workload, alarm, new_id)
            if started.diagnosis_id == new_id:
                return Handling.OPENED, new_id
            self._note(alarm, workload, AlarmOutcome.WAITING, started.diagnosis_id)
            try:
                self._join(started.diagnosis_id, alarm)
            except StreamEnded:
                # It ended without having seen this; who ended it may have died before it was
                # closed.
                self.closing.close_by_id(started.diagnosis_id)
                self._note(alarm, workload, AlarmOutcome.WAITING, new_id)
            else:
                return Handling.JOINED, started.diagnosis_id
        raise Unavailable(f"diagnoses of {workload.workload_id} end while {alarm.name} joins them")

    def _was_started_by(self, alarm: Alarm, diagnosis_id: str) -> bool:
        """True when an earlier attempt to handle this very alarm opened the diagnosis."""
        first = next(iter(self.log.read(diagnosis_id, 0, 1)), None)
        opener = first.payload if first else None
        if not isinstance(opener, DiagnosisStarted) or opener.alarm is None:
            return False
        by = opener.alarm
        return (by.name, iso(by.changed_at)) == (alarm.name, iso(alarm.changed_at))

    def _note(
        self,
        alarm: Alarm,
        workload: Workload,
        outcome: AlarmOutcome,
        diagnosis_id: str | None = None,
        why: str | None = None,
    ) -> None:
        self.alarms.hear(
            HeardAlarm(
                name=alarm.name,
                changed_at=alarm.changed_at,
                reason=alarm.reason[:REASON_CHARACTERS],
                at=self.clock.now(),
                outcome=outcome,
                workload_id=workload.workload_id,
                project=workload.project,
                diagnosis_id=diagnosis_id,
                why=why,
            )
        )

    def _join(self, diagnosis_id: str, alarm: Alarm) -> None:
        """Add the alarm to the evidence of the diagnosis that is open. Raises StreamEnded."""
        # Most alarms open one, and then the diagnosis' first step does this.
        from casebook.diagnosis.alarm_evidence import alarm_evidence

        evidence = alarm_evidence(alarm, diagnosis_id, self.evidence, self.clock)
        Stream(self.log, self.frames, diagnosis_id).append(
            Draft("cloudwatch", EvidenceFound(evidence=evidence), parent=1)
        )


def _why_unmatched(alarm: Alarm) -> str:
    dimensions = ", ".join(f"{name}={value}" for name, value in alarm.dimensions.items())
    dimensions = dimensions or ", ".join(alarm.dimension_values)
    return (
        f"no workload lists the alarm {alarm.name!r} or owns a resource that its dimensions name "
        f"({dimensions or 'none'}), or its project does not own it"
    )
