"""Events of a chat session. Three keep the names that front ends already know."""

from typing import Literal

from casebook.domain.events import tools  # noqa: F401  (a session holds tool events too)
from casebook.domain.events.event import Payload
from casebook.domain.window import Window


class SessionStarted(Payload, type="session-started"):
    """A person opened a session about a workload."""

    workload_id: str
    project: str
    user: str


class MessageAccepted(Payload, type="message-accepted"):
    """The person's message `message` was taken; its answer will follow."""

    message: str
    client_message_id: str
    user: str
    text: str


class MessageStart(Payload, type="message-start"):
    """The agent begins its answer `message`. `attempt` counts from 1. `window` is what its tools
    look at."""

    message: str
    in_reply_to: str
    attempt: int = 1
    engine: str = "deterministic"
    window: Window | None = None


class ContentDelta(Payload, type="content-delta"):
    """A durable piece of an answer: `text` stands at `offset`, counted in Unicode code points."""

    message: str
    offset: int
    text: str


class ContentReset(Payload, type="content-reset"):
    """What was said of `message` so far is withdrawn; it is answered again from offset 0."""

    message: str
    reason: str


class MessageComplete(Payload, type="message-complete"):
    """The whole answer. `evidence` are the ids that it cites. `model` wrote it, unless fixed rules
    did; `unsupported` are those of its sentences that the evidence does not bear out."""

    message: str
    text: str
    evidence: tuple[str, ...] = ()
    model: str | None = None
    unsupported: tuple[str, ...] = ()


class MessageFailed(Payload, type="message-failed"):
    """There will be no (whole) answer `message`; the person may ask again."""

    message: str
    reason: str
    retryable: bool = True


class SessionEnded(Payload, type="session-ended"):
    """The last event of a session."""

    reason: Literal["user", "idle", "workload-removed"]
