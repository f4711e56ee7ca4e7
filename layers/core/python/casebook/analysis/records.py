"""Which novelties of a series are news, row by row: those that nothing recent equals but incidents.

Of n independent rows about ln n are records, whatever their distribution (Rényi 1962; Glick,
"Breaking Records and Breaking Boards", 1978), so no threshold is needed. But an incident must not
hide the next one, nor may what comes again and again be news: `habits` says how many incidents are
a habit, and how large a departure is that counts as one.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebook.analysis.habits import AS_LARGE, INCIDENTS


@dataclass(frozen=True, slots=True)
class Span:
    """How many rows things take. `recent` rows are remembered, `warm_up` are only learned from, and
    an event is over when it has been no news for `rest` rows."""

    recent: int
    warm_up: int
    rest: int


# An event that grows by so much is told again.
_OUTGROWS = 1.5


@dataclass(slots=True)
class _Event:
    """Rows that are news, each soon after the last. `size` is the largest novelty of them, `told`
    that of the row at which the event was told last."""

    until: int
    size: float
    told: float


class Records:
    """The memory of one measure. Rows must be given in order."""

    def __init__(self, span: Span, incidents: int = INCIDENTS, as_large: float = AS_LARGE) -> None:
        self._span = span
        self._incidents, self._as_large = incidents, as_large
        # Candidates for the largest ordinary novelty: each is smaller than the one before it.
        self._ordinary: deque[tuple[int, float]] = deque()
        self._past: deque[_Event] = deque()
        self._event: _Event | None = None
        self._ever = 0.0

    def is_news(self, row: int, size: float, resolution: float) -> bool:
        """Whether a row begins an event, or outgrows the one it is in. Novelties are equal if they
        differ by less than the `resolution`."""
        self._forget(row)
        limit = self._limit()
        if self._event and row > self._event.until:
            self._past.append(self._event)
            self._event = None
        is_record = (
            row >= self._span.warm_up
            and size > limit + resolution
            and size >= self._as_large * self._ever
        )
        self._ever = max(self._ever, size)
        if not is_record:
            self._remember(row, size)
            return False
        until = row + self._span.rest
        if self._event is None:
            self._event = _Event(until, size, size)
            return True
        event = self._event
        event.until, event.size = until, max(event.size, size)
        if size < _OUTGROWS * event.told:
            return False
        event.told = size
        return True

    def _limit(self) -> float:
        """What is to be exceeded: the largest of the ordinary rows, and the largest event after
        those that may be incidents."""
        ordinary = self._ordinary[0][1] if self._ordinary else 0.0
        if len(self._past) <= self._incidents:
            return ordinary
        sizes = sorted((event.size for event in self._past), reverse=True)
        return max(ordinary, sizes[self._incidents])

    def _remember(self, row: int, size: float) -> None:
        while self._ordinary and self._ordinary[-1][1] <= size:
            self._ordinary.pop()
        self._ordinary.append((row, size))

    def _forget(self, row: int) -> None:
        oldest = row - self._span.recent
        while self._ordinary and self._ordinary[0][0] < oldest:
            self._ordinary.popleft()
        while self._past and self._past[0].until < oldest:
            self._past.popleft()


def news(novelty: Sequence[float], resolution: Sequence[float], memory: Records) -> Iterator[int]:
    """The rows whose novelty is news."""
    for row, (size, least) in enumerate(zip(novelty, resolution, strict=True)):
        if memory.is_news(row, size, least):
            yield row
