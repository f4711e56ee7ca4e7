"""The tool that follows requests through the services that they reached."""

from collections.abc import Iterable, Sequence

from pydantic import Field

from casebook.analysis.traces import Step, fault_origin, most_telling, path
from casebook.domain.model import iso
from casebook.domain.trace import Trace, TraceSummary
from casebook.domain.window import Window
from casebook.domain.workload import Resource
from casebook.errors import Forbidden
from casebook.ports.traces import TraceSource
from casebook.tools.boundary import resources_within
from casebook.tools.results.traces import TracedRequest, TracedStep, Traces
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

_MOST_STEPS = 200
_MOST_SHOWN = 30
_NOT_RECORDED = (
    "Tracing is off, nothing was sampled, or Transaction Search keeps the spans in CloudWatch Logs."
)


class Request(Parameters):
    """Which traces to read: one by its id, or the most telling of the incident."""

    trace_id: str | None = Field(
        None,
        pattern=r"^(1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}|[0-9a-fA-F]{32})$",
        description="One trace, as X-Ray or a `traceparent` header writes its id; none means those "
        "that failed, then the slowest.",
    )
    resource: str | None = Field(
        None, description="Only traces that reached this resource; none means any of the workload."
    )
    limit: int = Field(3, ge=1, le=10, description="How many traces to read at most.")


class GetTrace(Tool[Request, Traces]):
    """Reads the workload's traces out of X-Ray."""

    name = "get_trace"
    description = (
        "Traced requests of the workload since the incident began: each with its way through the "
        "services, how long each part took, and where its fault began. Only where X-Ray is on."
    )
    timeout_seconds = 20.0
    cost = "metered"  # X-Ray bills the traces that are scanned and read
    parameters = Request
    data = Traces

    def __init__(self, traces: TraceSource) -> None:
        self._traces = traces

    def run(self, parameters: Request, scope: Scope) -> Found[Traces] | NoData:
        resources = resources_within(scope, parameters.resource)
        window = scope.window.reaching(scope.now)
        query = parameters.model_dump(mode="json")
        if parameters.trace_id:
            summaries, ids = [], [_as_xray_writes(parameters.trace_id)]
        else:
            summaries = self._summaries(resources, window, parameters.limit)
            ids = [each.trace_id for each in most_telling(summaries, parameters.limit)]
        traces = {each.trace_id: each for each in self._traces.fetch(ids)} if ids else {}
        requests = [
            made
            for each in ids
            if each in traces and (made := _request(traces[each], scope.workload.resources))
        ]
        if parameters.trace_id:
            _touches(requests, traces, scope, parameters.trace_id)
        if not requests:
            what = parameters.trace_id or ", ".join(each.name for each in resources) or "anything"
            return NoData(f"X-Ray has no trace of {what}. {_NOT_RECORDED}", query, window)
        data = Traces(
            requests=tuple(requests),
            seen=len(summaries) or len(requests),
            failed=sum(each.failed for each in summaries)
            or sum(each.origin is not None for each in requests),
        )
        head = f"{data.seen} traces were seen, {data.failed} of them with a failure."
        return Found(data, "\n".join([head, *map(_described, requests)]), query, window)

    def _summaries(
        self, resources: Sequence[Resource], window: Window, limit: int
    ) -> list[TraceSummary]:
        """Those that failed, however many others there are; with room left, any."""
        names = [name for each in resources for name in _names_of(each)]
        found = self._traces.search(names, window, troubled=True)
        if len({each.trace_id for each in found}) < limit:
            found += self._traces.search(names, window)
        return list({each.trace_id: each for each in found}.values())


def _touches(
    requests: Iterable[TracedRequest], traces: dict[str, Trace], scope: Scope, trace_id: str
) -> None:
    """Refuses a trace that is there and reached nothing of the workload."""
    if traces and not any(step.resource for each in requests for step in each.steps):
        raise Forbidden(f"trace {trace_id} reached no resource of workload {scope.workload.name!r}")


def _request(trace: Trace, resources: Sequence[Resource]) -> TracedRequest | None:
    steps = path(trace, resources)
    if not steps:
        return None
    origin = fault_origin(steps)
    by_id = {each.segment.id: each for each in steps}
    above = [by_id[one].resource for one in reversed(origin.ancestors)] if origin else []
    others = (one for one in above if one and origin and one != origin.resource)
    return TracedRequest(
        trace_id=trace.trace_id,
        began_at=min(each.segment.start for each in steps),
        seconds=round(trace.seconds, 3),
        steps=tuple(map(_step, _kept(steps, origin))),
        origin=_step(origin) if origin else None,
        caller=next(others, None),
        entry=next((each.resource for each in steps if each.resource), None),
    )


def _kept(steps: Sequence[Step], origin: Step | None) -> list[Step]:
    """All, or of a huge trace the first ones and the way to the fault."""
    if len(steps) <= _MOST_STEPS:
        return list(steps)
    way = {origin.segment.id, *origin.ancestors} if origin else set()
    later = [each for each in steps[_MOST_STEPS:] if each.segment.id in way]
    return [*steps[:_MOST_STEPS], *later]


def _step(step: Step) -> TracedStep:
    segment = step.segment
    return TracedStep(
        name=segment.name,
        resource=step.resource,
        depth=step.depth,
        seconds=_rounded(segment.seconds),
        own_seconds=_rounded(step.own_seconds),
        error=segment.error,
        fault=segment.fault,
        throttle=segment.throttle,
        exception=segment.exception,
    )


def _described(request: TracedRequest) -> str:
    head = f"- trace {request.trace_id}: {request.seconds:g} s from {iso(request.began_at)}"
    if request.origin:
        head += f"; the failure began in {_named(request.origin)}"
        if request.origin.exception:
            head += f": {request.origin.exception}"
    timed = [each for each in request.steps if each.own_seconds is not None]
    if timed:
        longest = max(timed, key=lambda each: each.own_seconds or 0.0)
        head += f"; most of the time, {longest.own_seconds:g} s, in {_named(longest)}"
    shown = [_line(each) for each in request.steps[:_MOST_SHOWN]]
    more = len(request.steps) - len(shown)
    return "\n".join([head, *shown, *([f"  … {more} more segments"] if more > 0 else [])])


def _line(step: TracedStep) -> str:
    states = [word for word in ("fault", "throttle", "error") if getattr(step, word)]
    took = "in progress" if step.seconds is None else f"{step.seconds:g} s"
    exception = f" {step.exception[:200]}" if step.exception else ""
    return "  " * (step.depth + 1) + " ".join([_named(step), took, *states]) + exception


def _named(step: TracedStep) -> str:
    if step.resource is None or step.resource == step.name:
        return step.name
    return f"{step.resource} ({step.name})"


def _names_of(resource: Resource) -> Iterable[str]:
    """What its services may be called; one in a cluster goes by its own name."""
    return dict.fromkeys((resource.name, resource.name.rpartition("/")[2]))


def _as_xray_writes(trace_id: str) -> str:
    plain = trace_id.lower()
    return plain if "-" in plain else f"1-{plain[:8]}-{plain[8:]}"


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
