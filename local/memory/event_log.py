"""The event log in memory. It passes the same conformance tests as the one in DynamoDB."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from casebook.domain.events.event import Draft, Event
from casebook.errors import AwsCallFailed
from casebook.ports.clock import Clock
from casebook.ports.event_log import SequenceTaken

# DynamoDB's, with what an item has beside the event's data.
_WRITES, _BYTES, _ITEM_BYTES, _BESIDE = 100, 4 * 1024**2, 400 * 1024, 300


class MemoryEventLog:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._events: defaultdict[str, list[Event]] = defaultdict(list)
        self._snapshots: defaultdict[str, dict[int, str]] = defaultdict(dict)
        self._lock = threading.Lock()

    def append(self, stream: str, after: int, drafts: Sequence[Draft]) -> list[Event]:
        with self._lock:
            if len(self._events[stream]) != after:
                raise SequenceTaken(stream)
            events = self.prepare(stream, after, drafts)
            _check_limits(events)
            self._events[stream] += events
            return events

    def prepare(self, stream: str, after: int, drafts: Sequence[Draft]) -> list[Event]:
        now = self._clock.now()
        return [Event.of(draft, stream, after + n, now) for n, draft in enumerate(drafts, 1)]

    def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Event]:
        found = [event for event in self._events[stream] if event.seq > after]
        return found if limit is None else found[:limit]

    def read_back(self, stream: str, before: int | None, limit: int) -> list[Event]:
        older = (e for e in reversed(self._events[stream]) if before is None or e.seq < before)
        return list(islice(older, limit))

    def put_snapshot(self, stream: str, seq: int, state: str) -> None:
        self._snapshots[stream][seq] = state

    def snapshot(self, stream: str, at: int | None = None) -> tuple[int, str] | None:
        kept = self._snapshots[stream]
        best = max((seq for seq in kept if at is None or seq <= at), default=None)
        return None if best is None else (best, kept[best])

    def replace(self, stream: str, events: Sequence[Event]) -> None:
        """Hold these events, with whatever numbers and times they have."""
        self._events[stream] = list(events)

    def forget_snapshots(self) -> None:
        self._snapshots.clear()


def _check_limits(events: Sequence[Event]) -> None:
    """Refuses what DynamoDB refuses."""
    sizes = [len(event.data.encode()) + _BESIDE for event in events]
    if len(events) > _WRITES or sum(sizes) > _BYTES or max(sizes, default=0) > _ITEM_BYTES:
        why = f"{len(events)} items of {sum(sizes)} bytes, the largest of {max(sizes)}"
        raise AwsCallFailed("TransactWriteItems", "ValidationException", why, 400)
