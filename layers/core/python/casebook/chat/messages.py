"""What the chat's endpoints take and give."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from casebook.domain.events.event import Seq
from casebook.domain.harmless import harmless
from casebook.domain.ids import Id
from casebook.domain.message import Message
from casebook.domain.model import Instant, Model

# Blanks and control characters alone are no question.
_SAYS_SOMETHING = r"[^\s\x00-\x1f\x7f-\x9f]"


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

    session_id: Id
    message: Annotated[str, Field(min_length=1, pattern=_SAYS_SOMETHING), AfterValidator(harmless)]
    client_message_id: str = Field(min_length=1, max_length=64, pattern=r"^[\w.:-]+$")


class AcceptedMessage(Model):
    """`seq` is the place of `message-accepted` in the session's stream."""

    session_id: str
    message_id: str
    seq: int


class StartSession(Model):
    """Nothing needs to be said; the body may be left out."""


class StopAnswer(Model):
    session_id: Id


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
    before: Id | None = None


class SessionQuery(Model):
    session_id: Id


class HistoryQuery(Model):
    """Without a session: the caller's last open one. `after` is the id of a message."""

    session_id: Id | None = None
    after: Id | None = None
    limit: int = Field(50, ge=1, le=200)


class StreamQuery(Model):
    """`after` is the seq of the last event that the caller has."""

    session_id: Id
    after: Seq = 0
