"""The ways of single requests."""

from casebook.domain.model import Instant, Model


class TracedStep(Model):
    """One segment of a trace. `depth` counts from the root; `resource` is None for somebody outside
    of the workload; `own_seconds` leaves out what ran below it; both are None while it runs."""

    name: str
    resource: str | None
    depth: int
    seconds: float | None
    own_seconds: float | None
    error: bool
    fault: bool
    throttle: bool
    exception: str | None = None


class TracedRequest(Model):
    """One request's way, each step behind the one that it belongs to."""

    trace_id: str
    began_at: Instant
    seconds: float
    steps: tuple[TracedStep, ...]
    origin: TracedStep | None
    """Where its fault began; None if nothing failed."""
    caller: str | None = None
    """The workload's resource nearest above the origin."""
    entry: str | None = None
    """The workload's resource that the request reached first."""


class Traces(Model):
    """The most telling requests of the window; `failed` of `seen` summaries had a failure."""

    requests: tuple[TracedRequest, ...]
    seen: int
    failed: int
