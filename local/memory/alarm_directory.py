"""The alarms of an account, in memory."""

from collections.abc import Sequence

from casebook.domain.alarm import Alarm, AlarmTransition
from casebook.domain.window import Window
from casebook.errors import CasebookError


class MemoryAlarmDirectory:
    """Alarms and their changes of state by name. With `failure`, nothing can be read."""

    def __init__(self, *alarms: Alarm) -> None:
        self.alarms = {alarm.name: alarm for alarm in alarms}
        self.changes: dict[str, list[AlarmTransition]] = {}
        self.failure: CasebookError | None = None
        self.asked: list[str] = []

    def describe(self, names: Sequence[str]) -> list[Alarm]:
        self.asked += names
        if self.failure:
            raise self.failure
        return [self.alarms[name] for name in names if name in self.alarms]

    def firing(self, most: int) -> list[Alarm]:
        if self.failure:
            raise self.failure
        return [alarm for alarm in self.alarms.values() if alarm.state == "ALARM"][:most]

    def history(self, name: str, window: Window) -> list[AlarmTransition]:
        if self.failure:
            raise self.failure
        changes = sorted(self.changes.get(name, ()), key=lambda change: change.at)
        return [change for change in changes if change.at in window]
