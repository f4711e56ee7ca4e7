"""The follower misses nothing, whatever the connection does: the cases of tests/protocol."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from cli.errors import ApiError
from cli.events import Event
from cli.stream import TRIES, ConnectionLost, Follower, Item, Opening, Socket
from tests import protocol

STREAM = "dgn_1"
NOON = "2026-11-21T12:00:00.000Z"
DEFAULTS = {"stream": STREAM, "at": NOON, "actor": "log-agent", "parent": None, "data": {}}
CASES = protocol.streams()


class FakeLog:
    """The log over HTTP: it holds what was written so far, and notes what it was asked."""

    stream = STREAM

    def __init__(self, log: Iterable[Mapping[str, Any]], written: int) -> None:
        self.frames = {entry["seq"]: {**DEFAULTS, **entry} for entry in log}
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
        return [
            Event.parse(frame)
            for seq, frame in sorted(self.frames.items())
            if after < seq <= self.written
        ]


class FakeClock:
    """Its time goes by as the steps of a case say."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class FakeSocket:
    """Goes through the steps of a connection, then breaks."""

    def __init__(self, log: FakeLog, clock: FakeClock, steps: Iterable[Mapping[str, Any]]) -> None:
        self.sent: list[dict[str, Any]] = []
        self.waited: list[float] = []
        self.closed = False
        self._log, self._clock, self._steps = log, clock, iter(steps)

    def send(self, text: str) -> None:
        self.sent.append(json.loads(text))

    def receive(self, seconds: float) -> str | None:
        for step in self._steps:
            match step:
                case {"written": seq}:
                    self._log.written = seq
                case {"event": seq}:
                    return json.dumps(self._log.frames[seq])
                case {"frame": frame}:
                    return json.dumps(frame)
                case {"text": str(text)}:
                    return text
                case {"passes": passed}:
                    self._clock.seconds += passed
                case {"quiet": True}:
                    self.waited.append(seconds)
                    return None
                case _:
                    raise AssertionError(f"no such step: {step}")
        raise ConnectionLost("broken")

    def close(self) -> None:
        self.closed = True


class Run:
    """What happened when the client followed the stream of a case."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.log = FakeLog(case["log"], case["written"])
        self.sockets: list[FakeSocket] = []
        self.addresses: list[str] = []
        self.out: list[Item] = []
        self.pauses: list[float] = []
        self.listens = 0
        self.ends: object = "ended"
        self._connections = iter(case["connections"])
        self._clock = FakeClock()
        follower = Follower(
            self.log,
            self._connect,
            sleep=self.pauses.append,
            dice=lambda: 1.0,
            clock=self._clock,
        )
        try:
            for item in follower.follow(self._listening):
                self.out.append(item)
        except ConnectionLost:
            self.ends = "lost"
        except ApiError as error:
            self.ends = {"status": error.status, "detail": error.detail}

    def _listening(self) -> None:
        self.listens += 1

    def _connect(self, address: str) -> Socket:
        self.addresses.append(address)
        steps = next(self._connections)
        if steps == "refused":
            raise ConnectionLost("refused")
        self.sockets.append(FakeSocket(self.log, self._clock, steps))
        return self.sockets[-1]


def recorded(item: Item) -> object:
    """An item as the cases have it."""
    if isinstance(item, Event):
        return item.seq
    return {"message": item.message, "text": item.text} | (
        {"rewrites": True} if item.rewrites else {}
    )


@pytest.mark.parametrize("name", CASES)
def test_a_recorded_stream_comes_out_as_it_must(name: str) -> None:
    expect = dict(CASES[name]["expect"])

    run = Run(CASES[name])

    seen: dict[str, object] = {
        "out": [recorded(item) for item in run.out],
        "opened": run.log.opened,
        "asked": run.log.asked,
        "subscribed": [frame["after"] for socket in run.sockets for frame in socket.sent],
        "waited": [seconds for socket in run.sockets for seconds in socket.waited],
        "pauses": run.pauses,
        "ends": run.ends,
        "listens": run.listens,
    }
    silent = {"ends": "ended", "listens": 1 if run.sockets else 0}
    assert {field: seen[field] for field in silent | expect} == silent | expect
    assert all(socket.closed for socket in run.sockets)
    assert len(set(run.addresses)) == len(run.addresses)  # a ticket works once


def test_the_cases_have_all_that_the_follower_does() -> None:
    steps = [step for case in CASES.values() for steps in case["connections"] for step in steps]

    assert {kind for step in steps if isinstance(step, dict) for kind in step} == {
        "written",
        "event",
        "frame",
        "text",
        "passes",
        "quiet",
    }
    assert CASES["it-gives-up-in-the-end"]["connections"] == ["refused"] * TRIES


def test_it_asks_for_the_stream_that_it_follows() -> None:
    run = Run(CASES["what-happened-before-comes-from-the-log"])

    asked = {"action": "subscribe", "stream": STREAM, "after": 2, "batch": True}
    assert run.sockets[0].sent == [asked]


def test_pauses_are_as_random_as_the_dice() -> None:
    pauses: list[float] = []
    rolls = iter([0.0, 0.5] + [1.0] * TRIES)
    follower = Follower(FakeLog([], 0), refusing, sleep=pauses.append, dice=lambda: next(rolls))

    with pytest.raises(ConnectionLost):
        for _ in follower.follow():
            pass

    assert pauses[:3] == [0.0, 0.25, 1.0]


def refusing(address: str) -> Socket:
    raise ConnectionLost("refused")


def test_the_caller_may_stop_before_the_end_and_the_socket_is_closed() -> None:
    log = FakeLog([{"seq": 1, "type": "tool-started"}], 0)
    socket = FakeSocket(log, FakeClock(), [{"event": 1}])
    items = Follower(log, lambda address: socket).follow()

    with closing(items):
        first = next(items)

    assert recorded(first) == 1
    assert socket.closed


def test_an_event_knows_its_moment() -> None:
    event = Event.parse({**DEFAULTS, "seq": 1, "type": "tool-started"})

    assert event.at == datetime(2026, 11, 21, 12, tzinfo=UTC)
