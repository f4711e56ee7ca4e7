"""One request on its way through the services that it reached."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of the work: a function's run, a call of a table.

    `parent` is the id of the segment that it is part of or was called by. `names` are all that it
    goes by, its own first: a host, a table, the last part of an ARN. `is_call` says that it left
    the service that made it. An error is the caller's fault (4xx), a fault the service's own (5xx).
    """

    id: str
    parent: str | None
    names: tuple[str, ...]
    start: datetime
    end: datetime | None
    is_call: bool = False
    error: bool = False
    fault: bool = False
    throttle: bool = False
    exception: str | None = None

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def failed(self) -> bool:
        return self.error or self.fault or self.throttle

    @property
    def seconds(self) -> float | None:
        """None while it is in progress, or when its end was never told."""
        return None if self.end is None else max(0.0, (self.end - self.start).total_seconds())


@dataclass(frozen=True, slots=True)
class Trace:
    """The segments that were recorded, in no order; sampling and failures leave holes."""

    trace_id: str
    seconds: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class TraceSummary:
    """What is known of a trace without its segments."""

    trace_id: str
    seconds: float
    error: bool
    fault: bool
    throttle: bool

    @property
    def failed(self) -> bool:
        return self.error or self.fault or self.throttle
