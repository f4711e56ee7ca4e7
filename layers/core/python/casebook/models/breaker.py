"""Leaving a provider alone that is ill, for everybody, when one function found out.

The state of a provider's breaker is a row that all functions share. It opens after some failures in
a short time, or at once where no request could succeed. While it is open nobody asks the provider.
After that one function at a time may try (a probe): success closes it, failure opens it again.

A breaker saves time and never decides whether there is an answer: when its store does not work,
everybody is let through.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

from casebook.errors import CasebookError
from casebook.models.errors import ModelError, RateLimited, Skipped, Trips
from casebook.models.port import ModelName
from casebook.observability import logger
from casebook.ports.clock import Clock

FAILURES = 3
WINDOW = timedelta(seconds=60)
OPEN = timedelta(seconds=30)
OPEN_UNTIL_MENDED = timedelta(minutes=5)  # a refused key, an unknown model, a wrong address
PROBE = timedelta(seconds=30)
FRESH = timedelta(seconds=3)  # how long a state that was read is taken for the present one


@dataclass(frozen=True, slots=True)
class BreakerState:
    """`open_until` is in the future while the provider is left alone, and in the past when a probe
    may find out; None is a provider of which nothing bad is known. `reason` is the last failure."""

    open_until: float | None = None
    reason: str = ""


class BreakerStore(Protocol):
    """The shared rows. Times are seconds since the epoch. Raises CasebookError when it fails."""

    def read(self, name: ModelName) -> BreakerState: ...

    def count_failure(self, name: ModelName, now: float, window: float) -> int:
        """Add one to the failures of the window and say how many there are."""
        ...

    def open(self, name: ModelName, until: float, reason: str) -> None:
        """Open until then, unless it is open for longer already."""
        ...

    def take_probe(self, name: ModelName, now: float, until: float) -> bool:
        """Whether this caller, and until then nobody else, may try a provider that was ill."""
        ...

    def close(self, name: ModelName) -> None: ...


T = TypeVar("T")


class Breaker:
    """The breakers of all providers, as one function sees them."""

    def __init__(self, store: BreakerStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._seen: dict[ModelName, tuple[float, BreakerState]] = {}

    def admit(self, name: ModelName) -> Skipped | None:
        """None when the provider may be asked; otherwise why it is left alone."""
        now = self._now()
        state = self._state(name, now)
        if state.open_until is None:
            return None
        if state.open_until > now:
            left = round(state.open_until - now)
            return Skipped(f"left alone for another {left} s after: {state.reason}")
        probe_until = now + PROBE.total_seconds()
        if self._tried(lambda: self._store.take_probe(name, now, probe_until), otherwise=True):
            return None
        return Skipped(f"somebody is finding out whether it recovered from: {state.reason}")

    def failed(self, name: ModelName, error: ModelError) -> None:
        """Take note of a failed attempt."""
        now = self._now()
        match error.trips:
            case Trips.NEVER:
                return
            case Trips.AT_ONCE:
                self._open(name, now + OPEN_UNTIL_MENDED.total_seconds(), error)
            case Trips.BY_COUNT:
                self._count(name, error, now)

    def succeeded(self, name: ModelName) -> None:
        """Take note of an answer. Costs nothing while all is well."""
        if self._state(name, self._now()).open_until is not None:
            self._tried(lambda: self._store.close(name), otherwise=None)
            self._seen.pop(name, None)

    def _count(self, name: ModelName, error: ModelError, now: float) -> None:
        known = self._state(name, now).open_until is not None
        count = self._tried(
            lambda: self._store.count_failure(name, now, WINDOW.total_seconds()), otherwise=0
        )
        asked = error.retry_after if isinstance(error, RateLimited) else None
        if known or count >= FAILURES or (asked or 0) > OPEN.total_seconds():
            self._open(name, now + (asked or OPEN.total_seconds()), error)

    def _open(self, name: ModelName, until: float, error: ModelError) -> None:
        self._tried(lambda: self._store.open(name, until, error.title), otherwise=None)
        self._seen.pop(name, None)

    def _state(self, name: ModelName, now: float) -> BreakerState:
        seen = self._seen.get(name)
        if seen is not None and now - seen[0] < FRESH.total_seconds():
            return seen[1]
        state = self._tried(lambda: self._store.read(name), otherwise=BreakerState())
        self._seen[name] = (now, state)
        return state

    def _tried(self, call: Callable[[], T], *, otherwise: T) -> T:
        try:
            return call()
        except CasebookError as error:
            logger.warning("A circuit breaker could not be used", extra={"error": error.detail})
            return otherwise

    def _now(self) -> float:
        return self._clock.now().timestamp()
