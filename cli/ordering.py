"""Puts what arrives in order: events by number, text by place.

The WebSocket delivers at least once and may reorder; the log has no gaps. So a client keeps what
came too early, drops what it has, and knows from the numbers when something is missing.
"""

from __future__ import annotations

from collections.abc import Iterable

from cli.events import Event, Text


class EventOrder:
    """Hands events on in the order of their numbers, each once."""

    def __init__(self, after: int = 0) -> None:
        self.seq = after
        self._early: dict[int, Event] = {}
        self._announced = after

    @property
    def has_hole(self) -> bool:
        """Whether something later is known of than what could be handed on."""
        return bool(self._early) or self._announced > self.seq

    def announce(self, seq: int) -> None:
        """An event of that number exists, but was too large to be sent."""
        self._announced = max(self._announced, seq)

    def add_from_log(self, events: Iterable[Event]) -> list[Event]:
        """The same for what the log answered to the question for everything after `seq`.

        The log forgets: durable pieces of text live a day. What it skips will never come.
        """
        ready = []
        for event in events:
            self.seq = max(self.seq, event.seq - 1)
            ready += self.add([event])
        return ready

    def add(self, events: Iterable[Event]) -> list[Event]:
        """The events that are now next in line; none, while the one before them is missing."""
        for event in events:
            if event.seq > self.seq:
                self._early[event.seq] = event
        ready = []
        while (following := self._early.pop(self.seq + 1, None)) is not None:
            self.seq = following.seq
            ready.append(following)
        return ready


class Transcript:
    """The answers' text, put together from pieces that say where they belong.

    Offsets count Unicode code points, as Python does.
    """

    def __init__(self) -> None:
        self._said: dict[str, str] = {}
        self._early: dict[str, dict[int, str]] = {}

    def text(self, message: str) -> str:
        """What is known of an answer from its beginning without a hole."""
        return self._said.get(message, "")

    def place(self, message: str, offset: int, text: str) -> list[Text]:
        """Puts a piece where it belongs; what can be read on because of it."""
        early = self._early.setdefault(message, {})
        if len(text) > len(early.get(offset, "")):
            early[offset] = text
        before = len(self.text(message))
        while self._join(message, early):
            pass
        new = self.text(message)[before:]
        return [Text(message, new)] if new else []

    def reset(self, message: str) -> list[Text]:
        """The answer begins anew."""
        self._said.pop(message, None)
        self._early.pop(message, None)
        return [Text(message, "", rewrites=True)]

    def complete(self, message: str, whole: str) -> list[Text]:
        """The whole answer, which is right whatever the pieces said."""
        said = self.text(message)
        self._said[message] = whole
        self._early.pop(message, None)
        if whole == said:
            return []
        if whole.startswith(said):
            return [Text(message, whole[len(said) :])]
        return [Text(message, whole, rewrites=True)]

    def _join(self, message: str, early: dict[int, str]) -> bool:
        """Appends one piece that touches the end of what was said; False when there is none."""
        end = len(self.text(message))
        for offset in sorted(early):
            if offset > end:
                return False
            piece = early.pop(offset)
            if offset + len(piece) > end:
                self._said[message] = self.text(message) + piece[end - offset :]
                return True
        return False
