"""What the chat's endpoints take and give."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from casebook.domain.harmless import harmless
from casebook.domain.message import Message
from casebook.domain.model import Instant, Model


class SessionLimits(Model):
    messages_per_session: int
    message_characters: int
    idle_seconds: int


class StartedSession(Model):
    """How to go on is in `stream`: GET it for the WebSocket's address, a ticket and the events."""

    session_id: str
    workload_id: str
    seq: int
    limits: SessionLimits
    stream: str


class SendMessage(Model):
    """`clientMessageId` is the client's own: sending the same one again changes nothing."""

    session_id: str = Field(min_length=1, max_length=64)
    message: Annotated[str, Field(min_length=1), AfterValidator(harmless)]
    client_message_id: str = Field(min_length=1, max_length=64, pattern=r"^[\w.:-]+$")


class AcceptedMessage(Model):
    """`seq` is the place of `message-accepted` in the session's stream."""

    session_id: str
    message_id: str
    seq: int


class StopAnswer(Model):
    session_id: str = Field(min_length=1, max_length=64)


class StoppedAnswer(Model):
    """`messageId` is the answer that was stopped (your own message, when the answer had not begun),
    and `seq` the place of its `message-failed`. Both are absent when nothing was being answered."""

    session_id: str
    message_id: str | None = None
    seq: int | None = None


class History(Model):
    """Messages oldest first. `next` is the `after` of the next page, absent on the last one.

    `seq` is the number of the last event that the answer covers: a client that paints the messages
    goes on with what follows it. Of several pages, the first one's `seq` counts.
    """

    session_id: str
    status: str
    seq: int
    messages: tuple[Message, ...]
    next: str | None = None


class SessionSummary(Model):
    """`title` is how the first message begins, redacted; absent before there is one. `messages`
    counts yours, and `messagesLeft` says how many more the session takes."""

    session_id: str
    workload_id: str
    title: str | None = None
    status: Literal["open", "answering", "ended"]
    started_at: Instant
    active_at: Instant
    messages: int
    messages_left: int


class SessionPage(Model):
    """Newest first. `next` is the `before` of the next page, absent on the last one. A page can be
    shorter than `limit`: sessions of projects that you have left are not told."""

    sessions: tuple[SessionSummary, ...]
    next: str | None = None


class SessionsQuery(Model):
    """`before` is a session's id: the page holds older ones."""

    limit: int = Field(20, ge=1, le=100)
    before: str | None = Field(None, min_length=1, max_length=64)


class SessionQuery(Model):
    session_id: str = Field(min_length=1, max_length=64)


class HistoryQuery(Model):
    """Without a session: the caller's last open one. `after` is the id of a message."""

    session_id: str | None = None
    after: str | None = None
    limit: int = Field(50, ge=1, le=200)


class StreamQuery(Model):
    """`after` is the seq of the last event that the caller has."""

    session_id: str = Field(min_length=1, max_length=64)
    after: int = Field(0, ge=0)

    def resumed(self, last_event_id: str) -> "StreamQuery":
        """The same, behind the last event that an EventSource says it has when it reconnects."""
        return (
            self.model_copy(update={"after": int(last_event_id)})
            if last_event_id.isdecimal()
            else self
        )
