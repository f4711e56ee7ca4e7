"""The follower misses nothing, whatever the connection does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from cli.events import Event, Text
from cli.stream import TRIES, ConnectionLost, Follower, Item, Opening, Socket

STREAM = "dgn_1"
NOON = "2026-11-21T12:00:00.000Z"
LAST = 6

Frame = dict[str, Any] | None  # None: nothing came in time


def raw(seq: int) -> dict[str, Any]:
    kind = "diagnosis-concluded" if seq == LAST else "tool-started"
    return {
        "stream": STREAM,
        "seq": seq,
        "type": kind,
        "at": NOON,
        "actor": "log-agent",
        "parent": None,
        "data": {},
    }


class FakeLog:
    """The log over HTTP: it holds what was written so far, and counts how often it was asked."""

    stream = STREAM

    def __init__(self, written: int) -> None:
        self.written = written
        self.asked: list[int] = []
        self.opened: list[int] = []

    def open(self, after: int) -> Opening:
        self.opened.append(after)
        return Opening(f"ws://here?ticket={len(self.opened)}", tuple(self._after(after)))

    def events(self, after: int) -> Iterable[Event]:
        self.asked.append(after)
        return self._after(after)

    def _after(self, after: int) -> list[Event]:
        return [Event.parse(raw(seq)) for seq in range(after + 1, self.written + 1)]


class FakeSocket:
    """Delivers what it was given, then breaks."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self.sent: list[dict[str, Any]] = []
        self.closed = False
        self._frames = iter(frames)

    def send(self, text: str) -> None:
        self.sent.append(json.loads(text))

    def receive(self, seconds: float) -> str | None:
        for frame in self._frames:
            return None if frame is None else json.dumps(frame)
        raise ConnectionLost("broken")

    def close(self) -> None:
        self.closed = True


def connecting(*sockets: FakeSocket) -> Callable[[str], Socket]:
    remaining = iter(sockets)

    def connect(address: str) -> Socket:
        for socket in remaining:
            return socket
        raise ConnectionLost("refused")

    return connect


def follower(log: FakeLog, *sockets: FakeSocket, pauses: list[float] | None = None) -> Follower:
    waited = [] if pauses is None else pauses
    return Follower(log, connecting(*sockets), sleep=waited.append, dice=lambda: 1.0)


def numbers(items: Iterable[Item]) -> list[int]:
    return [item.seq for item in items if isinstance(item, Event)]


def test_what_happened_before_comes_from_the_log_and_the_rest_from_the_socket() -> None:
    log, socket = FakeLog(written=2), FakeSocket([raw(3), raw(4), raw(5), raw(6)])

    seen = numbers(follower(log, socket).follow())

    assert seen == [1, 2, 3, 4, 5, 6]
    assert socket.sent == [{"action": "subscribe", "stream": STREAM, "after": 2}]
    assert socket.closed
    assert log.asked == []


def test_a_stream_that_has_ended_needs_no_socket() -> None:
    assert numbers(follower(FakeLog(written=LAST)).follow()) == [1, 2, 3, 4, 5, 6]


def test_repeated_and_reordered_frames_come_out_in_order_and_once() -> None:
    frames = [raw(2), raw(1), raw(2), raw(4), raw(3), raw(3), raw(6), raw(5)]

    assert numbers(follower(FakeLog(0), FakeSocket(frames)).follow()) == [1, 2, 3, 4, 5, 6]


def test_a_hole_that_does_not_close_is_fetched_from_the_log() -> None:
    log = FakeLog(written=1)

    def arriving() -> Iterable[Frame]:
        yield raw(4)
        log.written = 4
        yield None
        yield raw(5)
        yield raw(6)

    seen = numbers(follower(log, FakeSocket(arriving())).follow())

    assert seen == [1, 2, 3, 4, 5, 6]
    assert log.asked == [1]


def test_an_event_too_large_to_be_sent_is_fetched_from_the_log() -> None:
    log = FakeLog(written=5)

    def arriving() -> Iterable[Frame]:
        log.written = LAST
        yield {"type": "event-available", "stream": STREAM, "seq": LAST}
        yield None

    assert numbers(follower(log, FakeSocket(arriving())).follow())[-1] == LAST


def test_a_silent_socket_is_not_trusted() -> None:
    log = FakeLog(written=1)

    def arriving() -> Iterable[Frame]:
        log.written = LAST
        yield None

    assert numbers(follower(log, FakeSocket(arriving())).follow()) == [1, 2, 3, 4, 5, 6]


def test_a_broken_connection_is_opened_again_after_what_was_seen_last() -> None:
    log = FakeLog(written=0)
    first, second = FakeSocket([raw(1), raw(2)]), FakeSocket([raw(4), raw(3), raw(5), raw(6)])

    seen = numbers(follower(log, first, second).follow())

    assert seen == [1, 2, 3, 4, 5, 6]
    assert log.opened == [0, 2]
    assert second.sent[0]["after"] == 2
    assert first.closed


def test_it_waits_longer_each_time_and_gives_up_in_the_end() -> None:
    pauses: list[float] = []

    with pytest.raises(ConnectionLost):
        list(follower(FakeLog(0), pauses=pauses).follow())

    assert len(pauses) == TRIES - 1
    assert pauses == sorted(pauses)
    assert pauses[0] == 0.25
    assert pauses[-1] == 10.0


def test_frames_of_other_streams_and_keep_alives_are_passed_over() -> None:
    frames = [{"type": "keep-alive"}, raw(1) | {"stream": "dgn_2"}, *map(raw, range(1, 7))]

    assert numbers(follower(FakeLog(0), FakeSocket(frames)).follow()) == [1, 2, 3, 4, 5, 6]


def test_words_come_out_before_their_event_and_only_once() -> None:
    delta = {"type": "content-delta", "stream": STREAM, "message": "msg_1"}
    durable = raw(1) | {
        "type": "content-delta",
        "data": {"message": "msg_1", "offset": 0, "text": "Nothing "},
    }
    whole = raw(2) | {
        "type": "message-complete",
        "data": {"message": "msg_1", "text": "Nothing changed.", "evidence": []},
    }
    frames = [
        delta | {"offset": 8, "text": "chan"},
        delta | {"offset": 0, "text": "Nothing "},
        durable,
        whole,
        *map(raw, range(3, 7)),
    ]

    items = list(follower(FakeLog(0), FakeSocket(frames)).follow())

    assert [item.text for item in items if isinstance(item, Text)] == ["Nothing chan", "ged."]


def test_the_caller_is_told_once_when_it_listens() -> None:
    told: list[str] = []
    first, second = FakeSocket([]), FakeSocket(map(raw, range(1, 7)))

    list(follower(FakeLog(0), first, second).follow(when_listening=lambda: told.append("now")))

    assert told == ["now"]


def test_an_event_knows_its_moment() -> None:
    assert Event.parse(raw(1)).at == datetime(2026, 11, 21, 12, tzinfo=UTC)
