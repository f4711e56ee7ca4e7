"""The shapes on the wire that the product writes without a model of its own.

It passes events through as they were stored and writes frames as text; a test holds these shapes
to what really comes out.
"""

from typing import Annotated, Literal

from pydantic import Field

# Importing a vocabulary makes its event types known.
from casebook.domain.events import chat, diagnosis  # noqa: F401
from casebook.domain.events.event import payload_types
from casebook.domain.model import Instant, Json, Model
from casebook.tickets import Ticket

EVENT_TYPES = tuple(sorted(payload_types()))
_OneOfTheTypes = Field(json_schema_extra={"enum": list(EVENT_TYPES)})


class Event(Model):
    """One thing that happened. `seq` counts from 1; `parent` is the seq of the event that caused
    this one. events.schema.json says what `data` holds for each `type`."""

    stream: str
    seq: int = Field(ge=1)
    type: Annotated[str, _OneOfTheTypes]
    at: Instant
    actor: str
    parent: int | None
    data: Json


class EventPage(Model):
    """Events in the order asked for. `next` is there if there are more of them: the `after` of the
    next page, from the newest on its `before`. `seq` is the number up to which nothing is missing,
    whatever was filtered out: what happens later has a higher one."""

    events: tuple[Event, ...]
    seq: int
    next: int | None = None


class SessionStream(Ticket):
    """Where to connect, what lets you in once, and the events after `after`. `next` is there if
    one answer does not hold them all: the `after` of the next page."""

    events: tuple[Event, ...]
    next: int | None = None


class FieldError(Model):
    field: str
    error: str


class Problem(Model):
    """What went wrong (RFC 9457). `retryable`: the same request may succeed later, after
    `retryAfterSeconds` where that is known. `errors` names every field that is wrong,
    `diagnosisId` the diagnosis that is in the way."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    retryable: bool
    retry_after_seconds: int | None = None
    errors: tuple[FieldError, ...] | None = None
    diagnosis_id: str | None = None


class GatewayRefusal(Model):
    """What API Gateway answers by itself, before Casebook is asked."""

    message: str


class TextFrame(Model):
    """A piece of an answer, the moment it is written: `text` stands at `offset`, counted in
    Unicode code points. It has no seq: the event that makes it durable follows."""

    type: Literal["content-delta"] = "content-delta"
    stream: str
    message: str
    offset: int
    text: str


class EventAvailable(Model):
    """In place of an event that is too large for a frame: fetch it over HTTP."""

    type: Literal["event-available"] = "event-available"
    stream: str
    seq: int


class EventsSkipped(Model):
    """In place of the events from `first` up to `seq`, which are of none of the `types` that the
    subscription names."""

    type: Literal["events-skipped"] = "events-skipped"
    stream: str
    first: int
    seq: int
    types: tuple[str, ...]


class Batch(Model):
    """Several frames in one, in their order. It comes to who subscribes with `batch`, and never in
    another."""

    type: Literal["batch"] = "batch"
    frames: tuple[Json, ...]


class Subscribed(Model):
    """The replay is done, up to `seq`; what happens from now on comes by itself. `ended`: nothing
    will. `types` are those that were asked for, if any were."""

    type: Literal["subscribed"] = "subscribed"
    stream: str
    seq: int
    ended: bool
    types: tuple[str, ...] | None = None
    id: str | None = None


class Unsubscribed(Model):
    """The stream is not followed any more."""

    type: Literal["unsubscribed"] = "unsubscribed"
    stream: str
    id: str | None = None


class AcceptedFrame(Model):
    """The answer to `message`, as over HTTP, and which message it was."""

    type: Literal["accepted"] = "accepted"
    session_id: str
    message_id: str
    client_message_id: str
    seq: int
    id: str | None = None


class KeepAlive(Model):
    """The answer to `ping`."""

    type: Literal["keep-alive"] = "keep-alive"
    at: Instant
    id: str | None = None


class ErrorFrame(Problem):
    """What was wrong with a frame: a problem body whose `type` is `error`, with what the frame said
    of itself, as far as that could be read."""

    type: str = "error"
    action: str | None = None
    id: str | None = None
    stream: str | None = None
    session_id: str | None = None
    client_message_id: str | None = None
