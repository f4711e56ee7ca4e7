"""Circuit breakers in memory; the same rules as the table's rows."""

from casebook.errors import Unavailable
from casebook.models.breaker import BreakerState
from casebook.models.port import ModelName


class MemoryBreakerStore:
    """`broken` makes every call fail; `reads` counts those of `read`."""

    def __init__(self) -> None:
        self.broken = False
        self.reads = 0
        self._open: dict[ModelName, BreakerState] = {}
        self._failures: dict[tuple[ModelName, int], int] = {}
        self._probes: dict[ModelName, float] = {}

    def read(self, name: ModelName) -> BreakerState:
        self._answer()
        self.reads += 1
        return self._open.get(name, BreakerState())

    def count_failure(self, name: ModelName, now: float, window: float) -> int:
        self._answer()
        key = (name, int(now // window))
        self._failures[key] = self._failures.get(key, 0) + 1
        return self._failures[key]

    def open(self, name: ModelName, until: float, reason: str) -> None:
        self._answer()
        if (self._open.get(name, BreakerState()).open_until or 0) < until:
            self._open[name] = BreakerState(until, reason)
            self._probes.pop(name, None)

    def take_probe(self, name: ModelName, now: float, until: float) -> bool:
        self._answer()
        state = self._open.get(name)
        if state is None or state.open_until is None:
            return True
        if state.open_until > now or self._probes.get(name, 0) > now:
            return False
        self._probes[name] = until
        return True

    def close(self, name: ModelName) -> None:
        self._answer()
        self._open.pop(name, None)

    def _answer(self) -> None:
        if self.broken:
            raise Unavailable("the table does not answer")
