"""What the clients of a run saw, from several threads."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeVar

from cli.client import Client
from cli.errors import ApiError
from cli.stream import ConnectionLost

_Answer = TypeVar("_Answer")
# What says "later": the session is busy, a limit is reached, or something is away for a moment.
_LATER = frozenset({409, 429, 503})
_PAUSE_SECONDS = 1.0
_LONGEST_SECONDS = 20.0


class GaveUp(Exception):
    """The run is over for this client: nothing came for too long."""


class Refusal(NamedTuple):
    """An answer that says "not now". `served` tells whether the client, who came back then, was."""

    what: str
    status: int
    retryable: bool
    retry_after_seconds: float | None
    served: bool


class Said(NamedTuple):
    """A message that was accepted, and what its client saw of its answer. Seconds are from when it
    was sent; None: it never came."""

    session: str
    client_id: str
    message: str
    until_first_piece: float | None
    until_ended: float | None


class Followed(NamedTuple):
    """A stream as a client of it saw it: the number of every event that was handed on. `rewritten`
    are answers whose text turned out to be another one, though nothing had withdrawn it."""

    stream: str
    seqs: tuple[int, ...]
    rewritten: tuple[str, ...] = ()


class Fired(NamedTuple):
    """A change of an alarm's state that was delivered."""

    name: str
    at: datetime


@dataclass
class Witness:
    """Everything that clients tell. `beat` is when something last went on."""

    said: list[Said] = field(default_factory=list)
    followed: list[Followed] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    fired: list[Fired] = field(default_factory=list)
    by_hand: dict[str, float | None] = field(default_factory=dict)
    """Seconds until the end, by the diagnosis that a person started."""
    sessions: dict[str, tuple[Client, str]] = field(default_factory=dict)
    """Who holds a session, and about which workload."""
    unanswered: int = 0
    """Requests with no answer, or with one that says nothing but 5xx; they are sent again."""
    dropped: int = 0
    redelivered: int = 0
    """Alarms that were delivered again because nobody had handled them."""
    stuck: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """What ended a client itself."""
    beat: float = field(default_factory=time.monotonic)
    patience: float = 300.0
    """Seconds without any progress of the whole run after which its clients give up."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def progressed(self) -> None:
        self.beat = time.monotonic()

    def check_patience(self) -> None:
        """Raises GaveUp."""
        if time.monotonic() - self.beat > self.patience:
            raise GaveUp

    def wait(self, seconds: float) -> None:
        """Raises GaveUp, if the whole run has come to nothing meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _PAUSE_SECONDS))
            self.check_patience()

    def count_unanswered(self) -> None:
        with self._lock:
            self.unanswered += 1

    def count_dropped(self) -> None:
        with self._lock:
            self.dropped += 1

    def served(self, what: str, call: Callable[[], _Answer]) -> _Answer:
        """Calls until there is an answer, as a good client does: it comes back when it was told to.

        Raises:
            ApiError: it was refused for good.
            GaveUp: nothing goes on any more.
        """
        refused: list[ApiError] = []
        pause = _PAUSE_SECONDS
        try:
            while True:
                self.check_patience()
                try:
                    answer = call()
                except ApiError as error:
                    if error.status in _LATER:
                        refused.append(error)
                        self.wait(error.retry_after_seconds or pause)
                        continue
                    if error.status < 500:
                        raise
                    self.count_unanswered()
                except ConnectionLost:
                    self.count_unanswered()
                else:
                    self.note_refusals(what, refused, served=True)
                    refused = []
                    return answer
                time.sleep(pause * random.random())
                pause = min(_LONGEST_SECONDS, 2 * pause)
        finally:
            self.note_refusals(what, refused, served=False)

    def note_refusals(self, what: str, errors: list[ApiError], *, served: bool) -> None:
        for error in errors:
            retryable = bool(error.problem.get("retryable"))
            wait = error.retry_after_seconds
            self.refusals.append(Refusal(what, error.status, retryable, wait, served))
