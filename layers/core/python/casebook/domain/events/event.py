"""The envelope that every event travels in.

An event's data stay the JSON text that was stored until somebody asks for the typed payload: replay
passes thousands of events through without ever parsing them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar, NamedTuple

from pydantic import Field

from casebook.domain.model import Model, iso

Seq = Annotated[int, Field(ge=0, le=9_999_999_999)]
"""A place in a stream as somebody sends it; 0 is before the first event. Keys have ten digits."""

_types: dict[str, type["Payload"]] = {}


class Payload(Model):
    """The data of one type of event. A subclass names its type and is known to `Event.payload`."""

    type: ClassVar[str]

    def __init_subclass__(cls, type: str = "") -> None:
        super().__init_subclass__()
        if type:
            cls.type = type
            _types[type] = cls


def payload_types() -> dict[str, type[Payload]]:
    """Every known event type and its payload's model, of the vocabularies that were imported."""
    return dict(_types)


class Draft(NamedTuple):
    """An event without a place in the log yet. `parent` is the seq of the event that caused it."""

    actor: str
    payload: Payload
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, at its place in a stream. `data` is JSON text."""

    stream: str
    seq: int
    type: str
    at: datetime
    actor: str
    parent: int | None
    data: str

    @classmethod
    def of(cls, draft: Draft, stream: str, seq: int, at: datetime) -> "Event":
        payload = draft.payload
        return cls(stream, seq, payload.type, at, draft.actor, draft.parent, payload.to_json())

    @property
    def payload(self) -> Payload:
        """The typed data. Raises KeyError for a type whose vocabulary was not imported."""
        return _types[self.type].model_validate_json(self.data)

    def to_json(self) -> str:
        """The event as it is sent; the data are spliced in as they are."""
        head = {
            "stream": self.stream,
            "seq": self.seq,
            "type": self.type,
            "at": iso(self.at),
            "actor": self.actor,
            "parent": self.parent,
        }
        return json.dumps(head, separators=(",", ":"))[:-1] + f',"data":{self.data}}}'


# A Lambda function answers with 6 MB at most, the page being a text inside of its JSON.
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
PAGE_BYTES = 5_000_000


def sent_bytes(text: str) -> int:
    """How much of an answer a text takes: it is escaped once more, and ASCII then."""
    return len(json.dumps(text))


def fitting(events: Sequence[Event], most: int = PAGE_BYTES) -> Sequence[Event]:
    """As many of the events, from the first on, as one answer holds; one at least."""
    left = most
    for place, event in enumerate(events):
        left -= sent_bytes(event.to_json())
        if left < 0 and place:
            return events[:place]
    return events


def as_page(events: Sequence[Event], most: int = PAGE_BYTES) -> str:
    """Events as the JSON text of a page, their data passed through as they were stored. Where they
    are too many, those that fit, and as `next` the seq after which it goes on."""
    page = fitting(events, most)
    following = f',"next":{page[-1].seq}' if len(page) < len(events) else ""
    return '{"events":[' + ",".join(event.to_json() for event in page) + f"]{following}}}"
