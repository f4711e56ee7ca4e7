"""What is sent over a WebSocket: events, text, and what stands in for either."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from casebook.domain.events.event import Event

# API Gateway refuses a frame above 32 KB; a larger event is announced and read from the log.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
FRAME_BYTES = 32_000
_BATCH = '{"type":"batch","frames":[%s]}'


class Frame(NamedTuple):
    """What goes out for one event, or for a piece of text, which has no `seq`."""

    text: str
    type: str
    seq: int | None = None


def frame_of(event: Event) -> Frame:
    """The event as a frame. One too large to send becomes a notice with the same seq, which makes
    the client fetch it."""
    text = event.to_json()
    if len(text.encode()) > FRAME_BYTES:
        text = f'{{"type":"event-available","stream":"{event.stream}","seq":{event.seq}}}'
    return Frame(text, event.type, event.seq)


def chosen_of(frames: Iterable[Frame], stream: str, types: frozenset[str]) -> Iterator[str]:
    """The frames as who follows the stream for these types gets them (all of them for none).

    Numbers that are left out are said, so that they do not look like lost events: a run of them in
    one frame. It names the types that it was chosen by, for a writer may know a subscription some
    seconds longer than it stands.
    """
    first = last = 0
    for frame in frames:
        if not types or frame.type in types:
            if first:
                yield _skipped(stream, first, last, types)
                first = 0
            yield frame.text
        elif frame.seq is not None:
            first, last = first or frame.seq, frame.seq
    if first:
        yield _skipped(stream, first, last, types)


def batched(frames: Iterable[str]) -> Iterator[str]:
    """Several frames in one, as many as fit, in their order: each post takes its time. One that
    stands alone goes out as it is."""
    waiting: list[str] = []
    size = 0
    for frame in frames:
        length = len(frame.encode()) + 1  # its comma
        if waiting and size + length > FRAME_BYTES - len(_BATCH):
            yield _together(waiting)
            waiting, size = [], 0
        waiting.append(frame)
        size += length
    if waiting:
        yield _together(waiting)


def _together(frames: list[str]) -> str:
    return _BATCH % ",".join(frames) if len(frames) > 1 else frames[0]


def _skipped(stream: str, first: int, last: int, types: frozenset[str]) -> str:
    body = {"type": "events-skipped", "stream": stream, "first": first, "seq": last}
    return json.dumps({**body, "types": sorted(types)}, separators=(",", ":"))
