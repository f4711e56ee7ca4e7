"""Server-sent events: what is new comes at once, nothing is said twice, and the end is an end."""

from collections.abc import Iterable

import pytest

from casebook.domain.events import diagnosis as events
from casebook.domain.events.event import Draft, Payload
from casebook.server_sent import ServerSent
from local.memory.clock import FakeClock
from local.memory.event_log import MemoryEventLog

MODE = events.ModeSelected(mode="simple", reason="asked for")
PAUSED = events.DiagnosisPaused(by="ann")
CANCELLED = events.DiagnosisCancelled(by="ann")


class World:
    """A stream, and a poll during which things happen, one at each look."""

    def __init__(self, *payloads: Payload, then: Iterable[Payload] = ()) -> None:
        self.log = MemoryEventLog(FakeClock())
        self.seconds = 0.0
        self.coming = list(then)
        for payload in payloads:
            self.write(payload)
        self.server_sent = ServerSent(self.log, self.pause, lambda: self.seconds)

    def write(self, payload: Payload) -> None:
        self.log.append("dgn_1", len(self.log.read("dgn_1")), [Draft("ann", payload)])

    def pause(self, seconds: float) -> None:
        self.seconds += seconds
        if self.coming:
            self.write(self.coming.pop(0))

    def after(self, seq: int, *types: str) -> str | None:
        return self.server_sent.after("dgn_1", seq, frozenset(types))


def ids(said: str | None) -> list[int]:
    """The numbers that an EventSource takes note of."""
    lines = (said or "").splitlines()
    return [int(line.removeprefix("id: ")) for line in lines if line.startswith("id: ")]


def data(said: str | None) -> list[str]:
    lines = (said or "").splitlines()
    return [line for line in lines if line.startswith("data: ")]


@pytest.mark.parametrize("seq", [0, 1, 2])
def test_what_there_is_comes_at_once(seq: int) -> None:
    world = World(MODE, PAUSED, CANCELLED)

    assert ids(world.after(seq)) == list(range(seq + 1, 4))
    assert world.seconds == 0


@pytest.mark.parametrize("seq", [3, 4, 9_999_999_999])
def test_behind_the_last_event_nothing_is_waited_for(seq: int) -> None:
    world = World(MODE, PAUSED, CANCELLED)

    assert world.after(seq) is None
    assert world.seconds == 0


def test_what_happens_during_the_poll_is_told_when_it_happens() -> None:
    world = World(MODE, then=[PAUSED])

    assert ids(world.after(1)) == [2]
    assert world.seconds == 0.5


def test_without_news_a_comment_comes_after_twenty_seconds() -> None:
    world = World(MODE)

    said = world.after(1)

    assert world.seconds == 20
    assert (ids(said), data(said)) == ([1], [])


def test_of_some_types_the_others_are_passed_and_not_looked_at_again() -> None:
    world = World(PAUSED, MODE, PAUSED, PAUSED)

    said = world.after(0, "mode-selected")
    rest = world.after(4, "mode-selected")

    assert len(data(said)) == 1
    assert ids(said) == [2, 4]
    assert (ids(rest), data(rest)) == ([4], [])


def test_an_end_of_no_wanted_type_is_an_end() -> None:
    world = World(MODE, PAUSED, then=[CANCELLED])

    assert world.after(1, "mode-selected") is None
