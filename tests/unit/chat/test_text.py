"""An answer's text on its way: what was written is kept, whatever the model does next."""

import threading
from collections.abc import Sequence
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.chat import text as streaming
from casebook.chat.text import TextStreamer
from casebook.domain.events.chat import ContentDelta
from casebook.domain.events.event import Draft, Event
from casebook.errors import AwsCallFailed
from casebook.frames import Frame
from casebook.streams import Stream
from local.memory.clock import FakeClock
from local.memory.event_log import MemoryEventLog

_PATIENCE_SECONDS = 10


class _Log(MemoryEventLog):
    """Tells when its deltas are as long as somebody waits for."""

    def __init__(self) -> None:
        super().__init__(FakeClock())
        self.grew = threading.Condition()

    def append(self, stream: str, after: int, drafts: Sequence[Draft]) -> list[Event]:
        with self.grew:
            events = super().append(stream, after, drafts)
            self.grew.notify_all()
        return events

    def text(self) -> str:
        return "".join(
            event.payload.text
            for event in self.read("ses_1")
            if isinstance(event.payload, ContentDelta)
        )

    def waited_for(self, text: str) -> bool:
        with self.grew:
            return self.grew.wait_for(lambda: self.text() == text, _PATIENCE_SECONDS)


class _NoFrames:
    def push(self, stream: str, frames: Sequence[Frame], *, fresh: bool = False) -> None: ...


def _streamer(log: _Log) -> TextStreamer:
    return TextStreamer(Stream(log, _NoFrames(), "ses_1"), "msg_1", "agent", 1)


@settings(max_examples=25)
@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=6))
def test_what_a_model_said_before_it_fell_silent_is_kept_without_another_word(
    pieces: list[str],
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(streaming, "DURABLE_SECONDS", 0.01)
        log = _Log()
        with _streamer(log) as answer:
            for so_far in accumulate(pieces):
                answer.write(so_far[len(answer.text) :])
                # The model writes nothing more until all of it can be read by who comes now.
                assert log.waited_for(so_far)


def test_a_log_that_refuses_is_told_to_who_writes_even_if_nothing_more_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = threading.Event()

    class Refusing(_Log):
        def append(self, stream: str, after: int, drafts: Sequence[Draft]) -> list[Event]:
            refused.set()
            raise AwsCallFailed("PutItem", "InternalServerError", "")

    def write_and_fall_silent() -> None:
        with _streamer(Refusing()) as answer:
            answer.write("The pool")
            assert refused.wait(_PATIENCE_SECONDS)

    monkeypatch.setattr(streaming, "DURABLE_SECONDS", 0.01)
    with pytest.raises(AwsCallFailed):
        write_and_fall_silent()
