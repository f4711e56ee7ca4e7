"""Tool grants and the limit of rechecks, in memory."""

from collections import Counter
from datetime import datetime

from casebook.domain.tool_grants import ToolGrants
from casebook.errors import LimitReached
from casebook.ports.tool_grants import GrantsChanged


class MemoryToolGrantStore:
    def __init__(self, grants: ToolGrants | None = None) -> None:
        self.grants = grants or ToolGrants()
        self.reads = 0

    def read(self) -> ToolGrants:
        self.reads += 1
        return self.grants

    def replace(self, grants: ToolGrants) -> None:
        if grants.revision != self.grants.revision:
            raise GrantsChanged
        self.grants = grants.model_copy(update={"revision": grants.revision + 1})


class MemoryRecheckLimit:
    def __init__(self, per_hour: int = 60) -> None:
        self._per_hour = per_hour
        self.counted: Counter[tuple[str, datetime]] = Counter()

    def count(self, stream: str, now: datetime) -> None:
        hour = now.replace(minute=0, second=0, microsecond=0)
        if self.counted[stream, hour] >= self._per_hour:
            raise LimitReached("enough", retry_after_seconds=60)
        self.counted[stream, hour] += 1
