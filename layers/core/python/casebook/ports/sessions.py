"""Where sessions are kept, beside their streams."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from casebook.domain.events.event import Draft, Event
from casebook.errors import Conflict

_OPENING_CHARACTERS = 300


def opening_of(text: str) -> str:
    """How a session's first message begins: enough to title it by, however long it is."""
    return text[:_OPENING_CHARACTERS]


class SessionHeader(NamedTuple):
    """The row beside a session's stream on which its writers agree by conditional writes.

    `seq` is the last event's number whenever no turn is under way. `pending` is the message that is
    being answered; `lease_until` is when its turn counts as dead; `attempt` how often it was begun.
    `opening` is how the first message begins, of sessions since that is kept.
    """

    session_id: str
    workload_id: str
    project: str
    user: str
    ended: bool
    seq: int
    messages: int
    active_at: datetime
    pending: str | None = None
    lease_until: datetime | None = None
    attempt: int = 0
    opening: str | None = None


class TurnHeld(Conflict):
    """Another invocation answers the message, or died while it did and its lease is not over."""


class Accepted(NamedTuple):
    """Where a message stands. `duplicate`: the same clientMessageId was accepted before."""

    message_id: str
    seq: int
    event: Event | None
    duplicate: bool = False


class SessionStore(Protocol):
    def open(self, header: SessionHeader, first: Draft) -> Event:
        """Keep a new session together with its first event."""
        ...

    def started_in_hour(self, user: str, now: datetime) -> tuple[int, datetime]:
        """How many sessions the user started in the hour of the clock that `now` is in, and when it
        ends."""
        ...

    def header(self, session_id: str) -> SessionHeader | None: ...

    def last_open(self, workload_id: str, user: str) -> SessionHeader | None:
        """The user's newest session about the workload that has not ended."""
        ...

    def of_user(
        self, user: str, limit: int, before: str | None = None, workload_id: str | None = None
    ) -> list[SessionHeader]:
        """The user's sessions, ended ones too, newest first: those older than the session `before`,
        and about the workload if one is named."""
        ...

    def idle_since(self, moment: datetime, limit: int) -> list[SessionHeader]:
        """Sessions that have not ended and in which nothing happened since `moment`."""
        ...

    def stranded(self, moment: datetime, limit: int) -> list[SessionHeader]:
        """Open sessions with a message whose lease was over at `moment` and that has no answer."""
        ...

    def about(self, workload_id: str, limit: int) -> list[SessionHeader]:
        """Open sessions about the workload."""
        ...

    def accept(self, header: SessionHeader, draft: Draft, lease_until: datetime) -> Accepted:
        """Append a `message-accepted` and mark the session as answering, in one step.

        Raises:
            SequenceTaken: the session is not as `header` says any more.
        """
        ...

    def accepted(self, session_id: str, client_message_id: str) -> Accepted | None:
        """Where a message with this client's id was accepted before, if it was."""
        ...

    def begin_turn(
        self, session_id: str, message_id: str, holder: str, now: datetime, until: datetime
    ) -> SessionHeader | None:
        """Take the lease to answer the message, and count the attempt; None if the message is not
        the pending one. The same `holder` may take it again: its retry follows its death.

        Raises:
            TurnHeld: another holder has the lease.
        """
        ...

    def yield_turn(self, header: SessionHeader) -> None:
        """Give the lease back without an answer, so that the next attempt need not wait for it."""
        ...

    def finish_turn(
        self, header: SessionHeader, after: int, drafts: Sequence[Draft]
    ) -> list[Event]:
        """Append the turn's last events and give the lease back, in one step.

        Raises:
            SequenceTaken: somebody else appended, or the lease was lost.
        """
        ...

    def end(self, header: SessionHeader, after: int, draft: Draft) -> Event:
        """Append `session-ended` and close the session, in one step.

        Raises:
            SequenceTaken: the stream is longer than `after`, or it has ended already.
        """
        ...
