"""Pages of a stream's events: of some types or of all, from either end, never too large to send."""

from collections.abc import Iterator

from casebook.diagnosis.requests import EventsQuery
from casebook.domain.events.event import PAGE_BYTES, Event, sent_bytes
from casebook.ports.event_log import EventLog

_READ_AT_ONCE = 200


def page_of(log: EventLog, stream: str, asked: EventsQuery, most: int = PAGE_BYTES) -> str:
    """One page as JSON text; the events are passed through as they were stored."""
    walk = _newest_first if asked.order == "newest" else _oldest_first
    page = _Page(asked, most)
    for event in walk(log, stream, asked):
        if not page.takes(event):
            break
    return page.to_json()


def _oldest_first(log: EventLog, stream: str, asked: EventsQuery) -> Iterator[Event]:
    after, at_once = asked.after, _at_once(asked)
    while events := log.read(stream, after, at_once):
        for event in events:
            if asked.before is not None and event.seq >= asked.before:
                return
            yield event
        if len(events) < at_once:
            return
        after = events[-1].seq


def _newest_first(log: EventLog, stream: str, asked: EventsQuery) -> Iterator[Event]:
    before, at_once = asked.before, _at_once(asked)
    while events := log.read_back(stream, before, at_once):
        for event in events:
            if event.seq <= asked.after:
                return
            yield event
        if len(events) < at_once:
            return
        before = events[-1].seq


def _at_once(asked: EventsQuery) -> int:
    """One more than the page holds says whether there is another; of some types, nobody knows."""
    return _READ_AT_ONCE if asked.types else min(asked.limit + 1, _READ_AT_ONCE)


class _Page:
    """What was taken. `seq` is the number that the caller knows everything up to: the last one
    that was looked at, from the newest on the first. `next` is where the next page goes on."""

    def __init__(self, asked: EventsQuery, most_bytes: int) -> None:
        self._asked = asked
        self._left = most_bytes
        self._events: list[str] = []
        self._seen: int | None = None
        self._last = asked.after
        self._next: int | None = None

    def takes(self, event: Event) -> bool:
        """Whether the page goes on behind the event: it was taken, or is of no wanted type."""
        if self._seen is None and self._asked.order == "newest":
            self._seen = event.seq
        if not self._asked.types or event.type in self._asked.types:
            text = event.to_json()
            size = sent_bytes(text)
            if self._events and (len(self._events) == self._asked.limit or size > self._left):
                self._next = self._last
                return False
            self._events.append(text)
            self._left -= size
        self._last = event.seq
        return True

    def to_json(self) -> str:
        seq = self._last if self._seen is None else self._seen
        following = "" if self._next is None else f',"next":{self._next}'
        return f'{{"events":[{",".join(self._events)}],"seq":{seq}{following}}}'
