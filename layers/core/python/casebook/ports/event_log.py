"""The event log."""

from collections.abc import Sequence
from typing import Protocol

from casebook.domain.events.event import Draft, Event

# What a log takes at once, with room for what a store writes beside the events. DynamoDB's limits
# are 100 writes and 4 MB a transaction, and 400 KB an item.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
MOST_EVENTS, MOST_BYTES, MOST_EVENT_BYTES = 90, 3_500_000, 400_000


class SequenceTaken(Exception):
    """Another writer has appended at this number. No error of the user's: read on, try again."""


class EventLog(Protocol):
    def append(self, stream: str, after: int, drafts: Sequence[Draft]) -> list[Event]:
        """Append all drafts, in order, behind the event `after`: all of them or none.

        Raises:
            SequenceTaken: the stream is already longer than `after`; nothing was written.
            AwsCallFailed: these are more than the log takes at once, or one is too large.
        """
        ...

    def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Event]:
        """The events with a seq above `after`, in order; at most `limit`."""
        ...

    def read_back(self, stream: str, before: int | None, limit: int) -> list[Event]:
        """The events with a seq below `before` (all of them for None), newest first; at most
        `limit`."""
        ...

    def put_snapshot(self, stream: str, seq: int, state: str) -> None:
        """Keep the folded state at `seq` (JSON text). A snapshot only ever saves work."""
        ...

    def snapshot(self, stream: str, at: int | None = None) -> tuple[int, str] | None:
        """The newest snapshot at or below `at` (the newest of all for None), with its seq."""
        ...
