"""Follows one stream over the WebSocket and misses nothing.

    follower = Follower(source, connect)
    for item in follower.follow():      # Events in order, and the words of answers as they come
        ...

What it relies on: every event is in the log before it is sent, numbers have no gaps, and the log
can be asked for what comes after a number. What it does with that:

- events come out in order, each once, whatever the socket repeated, reordered or lost;
- text frames are placed by their offset and come out as soon as they can be read on;
- a hole that does not close by itself within a moment is fetched from the log;
- a silent socket is not trusted: now and then the log is asked whether something is new;
- a broken connection is opened again, after what was seen last, with growing, random pauses;
- what the server refuses (an `error` frame) is raised as ApiError, unless it may pass: then the
  connection is opened again.

tests/protocol has the cases that this client and the web console's both pass.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from cli.errors import ApiError
from cli.events import Event, Text
from cli.ordering import EventOrder, Transcript

HOLE_SECONDS = 0.25
SILENCE_SECONDS = 5.0
TRIES = 8
FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 10.0

Item = Event | Text


class ConnectionLost(Exception):
    """The connection broke, or could not be opened; trying again may help."""


@dataclass(frozen=True)
class Opening:
    """How to listen: an address that works once, and what happened so far."""

    address: str
    events: tuple[Event, ...]


class Source(Protocol):
    """Where a stream's log is, over HTTP. Both raise ConnectionLost when nobody answers."""

    @property
    def stream(self) -> str: ...

    def open(self, after: int) -> Opening: ...

    def events(self, after: int) -> Iterable[Event]: ...


class Socket(Protocol):
    """An open WebSocket. Every method but `close` raises ConnectionLost."""

    def send(self, text: str) -> None: ...

    def receive(self, seconds: float) -> str | None:
        """The next frame; None when none came in time."""
        ...

    def close(self) -> None: ...


class Follower:
    """Follows one stream from `after` on. `seq` and `transcript` are what is known so far."""

    def __init__(
        self,
        source: Source,
        connect: Callable[[str], Socket],
        *,
        after: int = 0,
        sleep: Callable[[float], None] = time.sleep,
        dice: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.transcript = Transcript()
        self._source = source
        self._connect = connect
        self._order = EventOrder(after)
        self._sleep = sleep
        self._dice = dice
        self._clock = clock
        self._ended = False
        self._failures = 0

    @property
    def seq(self) -> int:
        """The number of the last event that was handed on."""
        return self._order.seq

    def follow(
        self, when_listening: Callable[[], None] = lambda: None
    ) -> Generator[Item, None, None]:
        """Yields until the stream has ended; the caller may stop before.

        `when_listening` is called once, when the first connection listens. Raises ConnectionLost
        when the connection could not be had again after several tries.
        """
        announced = False
        while not self._ended:
            try:
                for item in self._listen():
                    if item is not None:
                        yield item
                    elif not announced:
                        announced = True
                        when_listening()
            except ConnectionLost:
                self._failures += 1
                if self._failures >= TRIES:
                    raise
                self._sleep(self._pause())

    def _listen(self) -> Iterator[Item | None]:
        """One connection's worth of items; None says that it listens from now on."""
        opening = self._source.open(self.seq)
        yield from self._take(self._order.add_from_log(opening.events))
        if self._ended:
            return
        socket = self._connect(opening.address)
        try:
            subscription = {
                "action": "subscribe",
                "stream": self._source.stream,
                "after": self.seq,
                "batch": True,
            }
            socket.send(json.dumps(subscription))
            yield None
            hole_since: float | None = None
            while not self._ended:
                wait, now = SILENCE_SECONDS, self._clock()
                if not self._order.has_hole:
                    hole_since = None
                else:  # counted from when it was seen: what lies behind it may come all the time
                    hole_since = now if hole_since is None else hole_since
                    wait = HOLE_SECONDS - (now - hole_since)
                frame = socket.receive(wait) if wait > 0 else None
                self._failures = 0
                if frame is None:
                    known = self._source.events(self.seq)
                    yield from self._take(self._order.add_from_log(known))
                    hole_since = None
                else:
                    yield from self._read(_parsed(frame))
        finally:
            socket.close()

    def _read(self, frame: dict[str, Any]) -> Iterator[Item]:
        if "type" not in frame:  # API Gateway's own: nobody handled what was sent
            raise ConnectionLost(str(frame.get("message", frame)))
        if frame["type"] == "batch":
            for each in frame["frames"]:
                yield from self._read(each)
            return
        if frame["type"] == "error":
            if frame.get("id") is not None or frame.get("stream") not in (
                None,
                self._source.stream,
            ):
                return  # this client gives its frames no id, so it answers somebody else's
            refusal = ApiError(frame.get("status", 0), frame)
            if frame.get("retryable"):
                raise ConnectionLost(str(refusal)) from refusal
            raise refusal
        if frame.get("stream") != self._source.stream:
            return  # keep-alive, an answer to a ping, or another stream's
        if "data" in frame:
            yield from self._take(self._order.add([Event.parse(frame)]))
        elif frame["type"] == "content-delta":
            yield from self.transcript.place(frame["message"], frame["offset"], frame["text"])
        elif frame["type"] in ("event-available", "subscribed"):
            self._order.announce(frame["seq"])
            self._ended |= bool(frame.get("ended")) and self.seq >= frame["seq"]

    def _take(self, events: Iterable[Event]) -> Iterator[Item]:
        for event in events:
            yield from self._words(event)
            yield event
            self._ended = self._ended or event.is_last

    def _words(self, event: Event) -> list[Text]:
        """What an event adds to the transcript beyond what the text frames brought."""
        data = event.data
        if event.type == "content-delta":
            return self.transcript.place(data["message"], data["offset"], data["text"])
        if event.type == "content-reset":
            return self.transcript.reset(data["message"])
        if event.type == "message-complete":
            return self.transcript.complete(data["message"], data["text"])
        return []

    def _pause(self) -> float:
        """Exponential with full jitter, so that many clients do not come back at once."""
        longest = FIRST_PAUSE_SECONDS * 2.0 ** (self._failures - 1)
        return min(LONGEST_PAUSE_SECONDS, longest) * self._dice()


def _parsed(text: str) -> dict[str, Any]:
    """A frame. Raises ConnectionLost for what is none: it came from something in between."""
    try:
        frame = json.loads(text)
    except ValueError as error:
        raise ConnectionLost(f"a frame that cannot be read came: {text[:80]!r}") from error
    if not isinstance(frame, dict):
        raise ConnectionLost(f"a frame that cannot be read came: {text[:80]!r}")
    return frame
