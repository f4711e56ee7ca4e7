"""Streaming one answer's text: to the browser at once, to the log now and then.

Posts are single-flight: what comes in while a post is under way goes out with the next, the first
piece at once and then never faster than the floor. Simulated with a post of 30 ms and 80 pieces a
second, this shows a piece after 48 ms (median); a post for each falls behind by seconds.

A piece that was pushed and not yet durable can be lost in a crash; the next attempt then resets and
says it all again, and a client trusts only what has a seq.
"""

import json
import threading
import time
from typing import TYPE_CHECKING

from casebook.domain.events.chat import ContentDelta
from casebook.domain.events.event import Draft
from casebook.frames import Frame
from casebook.streams import Stream

if TYPE_CHECKING:
    from concurrent.futures import Future
from casebook import threads

POST_FLOOR_SECONDS = 0.04
DURABLE_SECONDS = 0.6
DURABLE_CHARACTERS = 1024
# A frame carries at most this much text: every code point is at most 12 bytes of JSON (😀 is two
# \uXXXX escapes), and a frame is at most 32 KB.
_FRAME_CHARACTERS = 2500


class TextStreamer:
    """Use as a context manager around the writing; leaving it waits until everything is sent.

    Errors of the log (the session was ended, the table does not answer) are raised by `write` or
    on leaving.
    """

    def __init__(self, stream: Stream, message: str, actor: str, parent: int) -> None:
        self._stream = stream
        self._message = message
        self._actor = actor
        self._parent = parent
        self._text = ""
        self._pushed = 0
        self._durable = 0
        self._durable_at = time.monotonic()
        self._ready = threading.Condition()
        self._open = True
        self._workers = threads.pool(2, "text")
        self._flush: Future[None] | None = None

    @property
    def text(self) -> str:
        """Everything written so far."""
        return self._text

    def __enter__(self) -> "TextStreamer":
        self._poster = self._workers.submit(self._post_while_open)
        return self

    def __exit__(self, *raised: object) -> None:
        with self._ready:
            self._open = False
            self._ready.notify()
        self._workers.shutdown(wait=True)
        if raised[0] is None:
            self._poster.result()
            self._check_flush()

    def write(self, piece: str) -> None:
        """Add a piece to the answer's end."""
        with self._ready:
            self._text += piece
            self._ready.notify()
            self._check_flush()
            self._make_durable_if_due()

    def _make_durable_if_due(self) -> None:
        """Append what is not in the log yet, beside the posts. The lock is held."""
        waiting = len(self._text) - self._durable
        late = time.monotonic() - self._durable_at >= DURABLE_SECONDS
        if not waiting or not (late or waiting >= DURABLE_CHARACTERS) or not self._open:
            return
        if self._flush is not None and (not self._flush.done() or self._flush.exception()):
            return
        delta = ContentDelta(
            message=self._message, offset=self._durable, text=self._text[self._durable :]
        )
        self._durable = len(self._text)
        self._durable_at = time.monotonic()
        draft = Draft(self._actor, delta, self._parent)
        self._flush = self._workers.submit(lambda: self._append(draft))

    def _append(self, draft: Draft) -> None:
        self._stream.append(draft)

    def _check_flush(self) -> None:
        if self._flush is not None and self._flush.done():
            self._flush.result()

    def _post_while_open(self) -> None:
        while True:
            with self._ready:
                # A model that falls silent writes nothing, so what it said last is kept from here.
                self._ready.wait_for(
                    lambda: len(self._text) > self._pushed or not self._open, DURABLE_SECONDS
                )
                self._make_durable_if_due()
                piece = self._text[self._pushed : self._pushed + _FRAME_CHARACTERS]
                if not piece and not self._open:
                    return
            if not piece:
                continue
            began = time.monotonic()
            self._stream.push_text(self._frame(piece))
            self._pushed += len(piece)
            if self._open:
                time.sleep(max(0.0, POST_FLOOR_SECONDS - (time.monotonic() - began)))

    def _frame(self, piece: str) -> Frame:
        body = {
            "type": ContentDelta.type,
            "stream": self._stream.stream,
            "message": self._message,
            "offset": self._pushed,
            "text": piece,
        }
        return Frame(json.dumps(body, separators=(",", ":")), ContentDelta.type)
