"""What is remembered of alarms, and what CloudWatch says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from casebook.domain.alarm import Alarm, AlarmTransition
from casebook.domain.window import Window


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


class AlarmDirectory(Protocol):
    """The alarms of the account, as they are defined now."""

    def describe(self, names: Sequence[str]) -> list[Alarm]:
        """Those of the named alarms that there are, with the state that each has now."""
        ...

    def history(self, name: str, window: Window) -> list[AlarmTransition]:
        """The changes of the alarm's state in the window, oldest first."""
        ...
