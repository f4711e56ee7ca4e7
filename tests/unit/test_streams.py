"""Pushing: to everybody, in order, at most once too often, and never instead of the log."""

from datetime import timedelta
from typing import Any

import pytest

from casebook import streams
from casebook.domain.events.chat import ContentDelta, MessageComplete
from casebook.domain.events.event import Draft
from casebook.errors import AwsCallFailed, Unavailable
from casebook.ports.connections import Identity, Subscriber
from casebook.ports.event_log import SequenceTaken
from casebook.streams import Push, Stream, StreamEnded
from local.memory.clock import FakeClock
from local.memory.connections import FakeWire, MemoryConnectionStore
from local.memory.event_log import MemoryEventLog

ANN = Identity(user="ann", projects=("shop",))


class World:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.log = MemoryEventLog(self.clock)
        self.connections = MemoryConnectionStore(self.clock)
        self.wire = FakeWire()
        self.stream = Stream(self.log, Push(self.connections, self.wire), "ses_1")

    def follow(self, *connections: str) -> None:
        for connection in connections:
            later = self.clock.now() + timedelta(hours=1)
            self.connections.connect(connection, ANN, later)
            self.connections.subscribe(connection, "ses_1", later)


def delta(text: str) -> Draft:
    return Draft("agent", ContentDelta(message="m", offset=0, text=text))


def seqs(frames: list[dict[str, Any]]) -> list[int]:
    return [frame["seq"] for frame in frames]


def test_every_follower_gets_every_event_in_order() -> None:
    world = World()
    world.follow(*(f"c{n}" for n in range(20)))

    world.stream.append(delta("a"))
    world.stream.append(delta("b"), delta("c"))

    assert all(seqs(world.wire.posted[f"c{n}"]) == [1, 2, 3] for n in range(20))


def test_an_event_is_in_the_log_before_it_is_pushed() -> None:
    world = World()
    world.follow("c1")
    seen: list[int] = []

    def post(connection: str, body: bytes) -> bool:
        seen.append(len(world.log.read("ses_1")))
        return True

    Stream(world.log, Push(world.connections, post), "ses_1").append(delta("a"))

    assert seen == [1]


def test_a_follower_that_is_gone_is_forgotten_and_keeps_nobody_waiting() -> None:
    world = World()
    world.follow("gone", "here")
    world.wire.gone.add("gone")

    world.stream.append(delta("a"))
    world.stream.append(delta("b"))

    assert world.connections.subscribers("ses_1") == [Subscriber("here")]
    assert seqs(world.wire.posted["here"]) == [1, 2]


def test_a_post_that_fails_loses_nothing() -> None:
    world = World()
    world.follow("c1")

    def post(connection: str, body: bytes) -> bool:
        raise AwsCallFailed("PostToConnection", "LimitExceededException", "slow down")

    Stream(world.log, Push(world.connections, post), "ses_1").append(delta("a"))

    assert len(world.log.read("ses_1")) == 1


def test_that_followers_cannot_be_told_of_it_does_not_undo_what_is_durable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()

    def fail(stream: str) -> list[str]:
        raise AwsCallFailed("Query", "InternalServerError", "down")

    monkeypatch.setattr(world.connections, "subscribers", fail)

    world.stream.append(delta("a"))

    assert world.stream.append(delta("b"))[0].seq == 2


def test_whoever_comes_late_still_hears_that_the_message_is_complete() -> None:
    world = World()
    world.stream.append(delta("a"))
    world.follow("late")

    world.stream.append(Draft("agent", MessageComplete(message="m", text="a")))

    assert seqs(world.wire.posted["late"]) == [2]


@pytest.mark.parametrize(
    ("others", "seconds"), [([], streams.NOBODY_SECONDS), (["c1"], streams.FOLLOWERS_SECONDS)]
)
def test_whoever_begins_to_follow_is_known_in_time(
    others: list[str], seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()
    world.follow(*others)
    world.stream.append(delta("a"))
    world.follow("late")

    later = streams.time.monotonic() + seconds + 0.001
    monkeypatch.setattr(streams.time, "monotonic", lambda: later)
    world.stream.append(delta("b"))

    assert seqs(world.wire.posted["late"]) == [2]


def test_an_event_too_large_for_a_frame_is_announced() -> None:
    world = World()
    world.follow("c1")

    world.stream.append(delta("é" * 20_000))

    (frame,) = world.wire.posted["c1"]
    assert frame == {"type": "event-available", "stream": "ses_1", "seq": 1}


@pytest.mark.parametrize("behind", [0, 2])
def test_a_writer_that_is_behind_catches_up(behind: int) -> None:
    world = World()
    world.log.append("ses_1", 0, [delta("1"), delta("2"), delta("3")])

    stream = Stream(world.log, Push(world.connections, world.wire), "ses_1", seq=behind)

    assert stream.append(delta("4"))[0].seq == 4


@pytest.mark.parametrize("many", [1, 90, 91, 250, 1_000])
def test_more_than_the_log_takes_at_once_goes_in_batches_in_its_order(many: int) -> None:
    world = World()

    events = world.stream.append(*(delta(str(place)) for place in range(many)))

    assert events == world.log.read("ses_1")
    texts = [payload.text for e in events if isinstance(payload := e.payload, ContentDelta)]
    assert texts == [str(place) for place in range(many)]


def test_large_events_go_in_batches_by_their_size() -> None:
    world = World()

    events = world.stream.append(*(delta("x" * 300_000) for _ in range(40)))

    assert [event.seq for event in events] == list(range(1, 41))


def test_a_batch_behind_which_another_writes_is_not_lost() -> None:
    world = World()
    other = Stream(world.log, Push(world.connections, world.wire), "ses_1")
    append, batches = world.log.append, iter(range(100))

    def meeting(stream: str, after: int, drafts: Any) -> Any:
        if next(batches) == 1:
            append(stream, len(world.log.read(stream)), [delta("theirs")])
        return append(stream, after, drafts)

    world.log.append = meeting  # type: ignore[method-assign]

    world.stream.append(*(delta(str(place)) for place in range(200)))

    events = world.log.read("ses_1")
    assert [event.seq for event in events] == list(range(1, 202))
    texts = [payload.text for e in events if isinstance(payload := e.payload, ContentDelta)]
    assert [text for text in texts if text != "theirs"] == [str(place) for place in range(200)]
    assert other.append(delta("after"))[0].seq == 202


def test_a_stream_that_is_known_to_have_ended_takes_nothing() -> None:
    world = World()
    ended = Stream(world.log, Push(world.connections, world.wire), "ses_1", 0, ended="concluded")

    with pytest.raises(StreamEnded):
        ended.append(delta("late"))

    assert world.log.read("ses_1") == []


def test_a_writer_that_is_slower_every_time_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    monkeypatch.setattr(streams.time, "sleep", lambda _: None)

    def taken(stream: str, after: int, drafts: Any) -> Any:
        raise SequenceTaken(stream)

    world.log.append = taken  # type: ignore[method-assign]

    with pytest.raises(Unavailable):
        world.stream.append(delta("mine"))
