"""What is remembered of alarms, and what CloudWatch says of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from casebook.domain.alarm import Alarm, AlarmTransition
from casebook.domain.model import iso
from casebook.domain.window import Window

REASON_CHARACTERS = 500
"""How much of CloudWatch's reason lists show."""


class UnmatchedAlarm(NamedTuple):
    """An alarm that no workload claims; kept so that somebody can register what it watches."""

    alarm: Alarm
    received_at: datetime
    why: str


class AlarmOutcome(StrEnum):
    """What became of an alarm."""

    WAITING = "waiting"  # it is being handled, or will be tried again
    STARTED = "started"  # it started a diagnosis of the workload
    JOINED = "joined"  # it was added to the workload's open diagnosis
    OVER_LIMIT = "over-limit"  # the workload has had its diagnoses of the day
    UNMATCHED = "unmatched"  # no workload claims it
    GIVEN_UP = "given-up"  # every attempt to handle it failed


class HeardAlarm(NamedTuple):
    """One change of an alarm's state, and what became of it in one workload. `at` is the last
    attempt to handle it; `reason` is CloudWatch's own, `why` says why there is no diagnosis. While
    it waits, `diagnosis_id` is the one that an attempt is about to open or to join."""

    name: str
    changed_at: datetime
    reason: str
    at: datetime
    outcome: AlarmOutcome
    workload_id: str | None = None
    project: str | None = None
    diagnosis_id: str | None = None
    why: str | None = None
    unclaimed: Alarm | None = None
    """The whole alarm where no workload claims it, so no project has it."""

    @property
    def place(self) -> str:
        """Where it stands in lists: by time. An id says which of several workloads it is about."""
        return "#".join(filter(None, (iso(self.at), self.name, self.workload_id)))


def as_heard(unmatched: UnmatchedAlarm) -> HeardAlarm:
    """An unmatched alarm as lists of all alarms show it."""
    alarm = unmatched.alarm
    return HeardAlarm(
        name=alarm.name,
        changed_at=alarm.changed_at,
        reason=alarm.reason[:REASON_CHARACTERS],
        at=unmatched.received_at,
        outcome=AlarmOutcome.UNMATCHED,
        why=unmatched.why,
        unclaimed=alarm,
    )


class AlarmStore(Protocol):
    def claim(self, alarm: Alarm, now: datetime, until: datetime) -> bool:
        """Take it upon oneself to handle this very change of the alarm's state. False if that was
        done before, or somebody else has claimed it and is not late yet."""
        ...

    def release(self, alarm: Alarm) -> None:
        """Give up a claim, so that the next delivery need not wait for its end."""
        ...

    def mark_handled(self, alarm: Alarm) -> None: ...

    def keep_unmatched(self, unmatched: UnmatchedAlarm) -> None: ...

    def unmatched(self, limit: int) -> list[UnmatchedAlarm]:
        """Newest first."""
        ...

    def hear(self, heard: HeardAlarm) -> None:
        """Keep what became of the alarm in a workload, in the place of what was kept before of this
        change of its state."""
        ...

    def bound_for(self, alarm: Alarm, workload_id: str) -> str | None:
        """The diagnosis that was kept last of this change of the alarm's state in the workload."""
        ...

    def heard(
        self, projects: Iterable[str], limit: int, before: str | None = None
    ) -> list[HeardAlarm]:
        """The alarms of the projects' workloads and the unmatched ones, newest first, those that
        stand before the place `before`."""
        ...


class AlarmDirectory(Protocol):
    """The alarms of the account, as they are defined now."""

    def describe(self, names: Sequence[str]) -> list[Alarm]:
        """Those of the named alarms that there are, with the state that each has now."""
        ...

    def firing(self, most: int) -> list[Alarm]:
        """At most so many of the account's alarms that are in ALARM now."""
        ...

    def history(self, name: str, window: Window) -> list[AlarmTransition]:
        """The changes of the alarm's state in the window, oldest first."""
        ...
