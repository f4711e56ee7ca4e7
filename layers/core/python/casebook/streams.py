"""Writing to a stream: durable first, then pushed to everybody who follows it."""

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from casebook import threads
from casebook.domain.events.event import Draft, Event
from casebook.errors import AwsCallFailed, IllegalTransition, Unavailable
from casebook.frames import Frame, chosen_of, frame_of
from casebook.observability import logger
from casebook.ports.connections import ConnectionStore, Post, Subscriber
from casebook.ports.event_log import (
    MOST_BYTES,
    MOST_EVENT_BYTES,
    MOST_EVENTS,
    EventLog,
    SequenceTaken,
)

FINAL_TYPES = frozenset(
    {"session-ended", "diagnosis-concluded", "diagnosis-cancelled", "diagnosis-failed"}
)
# After these nothing may follow for a long time, so that nobody would notice a hole before them.
_MUST_REACH_EVERYBODY = FINAL_TYPES | {"message-complete", "message-failed"}

_PUSH_THREADS = 8
# Writers that share a stream wait a little, ever longer, before they try again.
_MOST_TRIES, _FIRST_WAIT, _LONGEST_WAIT = 50, 0.002, 0.25
# For so long it is taken as known who follows. That nobody does is looked at anew sooner: a page
# begins to follow a new chat when its first answer has begun.
FOLLOWERS_SECONDS, NOBODY_SECONDS = 5.0, 0.5


class StreamEnded(IllegalTransition):
    """The stream's last event has been written, or the last one of what the writer adds to it;
    nothing is appended after it."""


def is_final(event: Event) -> bool:
    """Whether nothing follows the event in its stream."""
    return event.type in FINAL_TYPES


class Frames(Protocol):
    """Sends frames to everybody who follows a stream."""

    def push(self, stream: str, frames: Sequence[Frame], *, fresh: bool = False) -> None:
        """`fresh` asks for who follows right now, where a few seconds old would do otherwise."""
        ...


class Push:
    """Frames over the WebSocket. A connection that is gone is forgotten; one that fails does not
    keep the others waiting, and loses nothing: the log has every event."""

    def __init__(self, connections: ConnectionStore, post: Post) -> None:
        self._connections = connections
        self._post = post
        self._followers: dict[str, tuple[float, list[Subscriber]]] = {}

    def push(self, stream: str, frames: Sequence[Frame], *, fresh: bool = False) -> None:
        known_at, followers = self._followers.get(stream, (0.0, []))
        lasts = FOLLOWERS_SECONDS if followers else NOBODY_SECONDS
        if fresh or time.monotonic() - known_at > lasts:
            followers = self._connections.subscribers(stream)
            self._followers[stream] = (time.monotonic(), followers)
        self._serve(list(followers), stream, frames)

    def _serve(self, followers: list[Subscriber], stream: str, frames: Sequence[Frame]) -> None:
        """Each follower gets the frames in order; several are served side by side."""

        def serve(follower: Subscriber) -> None:
            self.send(follower.connection_id, chosen_of(frames, stream, follower.types))

        if len(followers) <= 1:
            for follower in followers:
                serve(follower)
            return
        with threads.pool(_PUSH_THREADS) as pool:
            list(pool.map(serve, followers))

    def send(self, connection_id: str, frames: Iterable[str]) -> None:
        """Frames to one connection, in order."""
        for frame in frames:
            try:
                if not self._post(connection_id, frame.encode()):
                    self._forget(connection_id)
                    return
            except AwsCallFailed as error:
                logger.warning(
                    "a frame was not delivered", connection=connection_id, why=str(error)
                )
                return

    def _forget(self, connection_id: str) -> None:
        self._connections.disconnect(connection_id)
        for _, followers in self._followers.values():
            followers[:] = [each for each in followers if each.connection_id != connection_id]


class Stream:
    """The one way to add events to a stream. Safe to use from several threads.

    Several writers may share a stream (agents side by side): who loses a number reads what the
    others wrote, and tries again behind it.
    """

    def __init__(
        self,
        log: EventLog,
        frames: Frames,
        stream: str,
        seq: int = 0,
        *,
        ends_with: Callable[[Event], bool] = is_final,
        ended: str | None = None,
    ) -> None:
        """`seq` is the last event that this writer knows of; one that is too low costs a read.
        `ends_with` tells the events of others after which this writer adds nothing; `ended` says
        with what the stream is known to have ended."""
        self._log = log
        self._frames = frames
        self._ends_with = ends_with
        self._turn = threading.RLock()
        self._ended_with = ended
        self.stream = stream
        self.seq = seq

    def append(self, *drafts: Draft) -> list[Event]:
        """Append the drafts side by side and push them: all or none, unless there are more than
        the log takes at once. Those go in batches, in their order: put last what completes them.

        Raises:
            StreamEnded: another writer has ended the stream, or this writer's part of it.
            Unavailable: other writers were faster every time.
        """
        with self._turn:
            self._check_open()
            return [event for batch in _batches(drafts) for event in self._append(batch)]

    def _append(self, drafts: Sequence[Draft]) -> list[Event]:
        for attempt in range(_MOST_TRIES):
            try:
                events = self._log.append(self.stream, self.seq, drafts)
            except SequenceTaken:
                self.meet(self._log.read(self.stream, self.seq))
                time.sleep(random.uniform(0, min(_LONGEST_WAIT, _FIRST_WAIT * 2**attempt)))
            else:
                self.published(events)
                return events
        raise Unavailable(f"too many writers write to {self.stream}", retry_after_seconds=1)

    def published(self, events: Sequence[Event]) -> None:
        """Take note of events that are durable already, and push them.

        That a push fails is no reason to write anything again: whoever follows asks for the rest.
        """
        with self._turn:
            for event in events:
                self._take_note(event)
            fresh = any(event.type in _MUST_REACH_EVERYBODY for event in events)
            try:
                self._frames.push(self.stream, [frame_of(event) for event in events], fresh=fresh)
            except AwsCallFailed as error:
                logger.warning("events were not pushed", stream=self.stream, why=str(error))

    def push_text(self, frame: Frame) -> None:
        """Push a frame that is addressed by place, not by number: it is not part of the log."""
        self._frames.push(self.stream, [frame])

    def meet(self, events: Iterable[Event]) -> None:
        """Take note of what other writers have appended. Raises StreamEnded after an end."""
        with self._turn:
            for event in events:
                self._take_note(event)
                if self._ends_with(event):
                    self._ended_with = event.type
            self._check_open()

    def _check_open(self) -> None:
        """Once the end was met it stays met: another thread of the writer may have met it."""
        if self._ended_with is not None:
            raise StreamEnded(f"{self.stream} has ended with {self._ended_with}")

    def _take_note(self, event: Event) -> None:
        """Each event of the stream, in order and once: its own and those of other writers."""
        self.seq = event.seq


def _batches(drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """The drafts in their order, each batch within what the log takes at once."""
    batch: list[Draft] = []
    size = 0
    are_few = len(drafts) * MOST_EVENT_BYTES <= MOST_BYTES
    for draft in drafts:
        more = 0 if are_few else len(draft.payload.to_json().encode())
        if batch and (len(batch) == MOST_EVENTS or size + more > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(draft)
        size += more
    yield batch
