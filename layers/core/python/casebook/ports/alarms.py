"""What is remembered of alarms."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from casebook.domain.alarm import Alarm


@dataclass(frozen=True, slots=True)
class UnmatchedAlarm:
    """An alarm that no workload claims; kept so that somebody can register what it watches."""

    alarm: Alarm
    received_at: datetime
    why: str


class AlarmStore(Protocol):
    def was_handled(self, alarm: Alarm) -> bool:
        """Whether this very change of the alarm's state was handled before."""
        ...

    def mark_handled(self, alarm: Alarm) -> None: ...

    def keep_unmatched(self, unmatched: UnmatchedAlarm) -> None: ...

    def unmatched(self, limit: int) -> list[UnmatchedAlarm]:
        """Newest first."""
        ...
