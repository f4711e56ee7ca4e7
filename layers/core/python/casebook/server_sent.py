"""Server-sent events by long poll: what is new in a stream, or a word that nothing is.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casebook.domain.events.event import Event, fitting
from casebook.ports.event_log import EventLog
from casebook.streams import is_final

# API Gateway's HTTP API waits 30 seconds for an answer; a long poll stays well below.
_LONG_POLL_SECONDS = 20.0
_LOOK_SECONDS = 0.5
_READ_AT_ONCE = 500
_RETRY = "retry: 500\n"  # milliseconds after which an EventSource asks again


@dataclass(frozen=True)
class ServerSent:
    log: EventLog
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def after(self, stream: str, seq: int, types: frozenset[str] = frozenset()) -> str | None:
        """The events behind `seq` (of these types, or of all), waited for if there are none yet.
        None when there will be none: the stream has ended.

        `id` is the seq, so that an EventSource asks for what comes next by itself. Without news a
        comment keeps the connection's owner patient, and its `id` says what need not be read again.
        """
        until = self.clock() + _LONG_POLL_SECONDS
        last = self._last_but(stream, seq)
        while last is None or not is_final(last):
            events = fitting(self.log.read(stream, seq, _READ_AT_ONCE))
            if wanted := [event for event in events if not types or event.type in types]:
                return _RETRY + "\n" + "".join(map(_sent, wanted)) + _passed(events, wanted)
            if events:
                last, seq = events[-1], events[-1].seq
                continue
            if self.clock() >= until:
                return f"{_RETRY}id: {seq}\n: keep-alive\n\n"
            self.pause(_LOOK_SECONDS)
        return None

    def _last_but(self, stream: str, seq: int) -> Event | None:
        """The stream's last event if the caller has it, so that the end is looked for once."""
        newest = next(iter(self.log.read_back(stream, None, 1)), None)
        return newest if newest and newest.seq <= seq else None


def _sent(event: Event) -> str:
    return f"id: {event.seq}\nevent: {event.type}\ndata: {event.to_json()}\n\n"


def _passed(events: Sequence[Event], wanted: Sequence[Event]) -> str:
    """That events behind the last wanted one were looked at."""
    last = events[-1].seq
    return f"id: {last}\n\n" if last > wanted[-1].seq else ""
