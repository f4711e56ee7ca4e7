"""What the traces of single requests tell of where they failed."""

from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.tools.results.traces import TracedRequest, TracedStep, Traces

_Failed = tuple[TracedRequest, TracedStep]


def faulty_segment(case: Case) -> Iterator[Finding]:
    """The deepest segment that failed is where the fault began: those above it passed it on.

    One that began where the requests came in, or in what the alarm is about, was made there or was
    not traced any further: it says where the symptom is, and not why.

    https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-errors
    """
    for evidence, traces in case.results(Traces):
        for (resource, name), failed in _by_origin(traces).items():
            yield _finding(case, evidence, resource, name, failed)


def _finding(
    case: Case, evidence: Evidence, resource: str, name: str, failed: list[_Failed]
) -> Finding:
    citing = Citing(evidence)
    request, origin = failed[0]
    alarmed = case.scope.alarmed
    is_own = origin.resource == resource and resource in (request.entry, alarmed and alarmed.name)
    words = citing.quote_error(origin.exception or "")
    whose = name if name == resource else f"{resource}, in its part {name}"
    if origin.resource is None:
        whose = f"{name}, called by {resource}"
    below = f" below {request.caller}" if request.caller and origin.resource else ""
    return case.finding(
        "faulty-segment",
        FindingKind.SYMPTOM if is_own else FindingKind.CAUSE,
        f"In traced requests the failure began in {whose}{below}{f': {words}' if words else ''}.",
        Strength.CIRCUMSTANTIAL,
        citing,
        resource=resource,
        category=None if is_own else _category(origin),
        onset=min(each.began_at for each, _ in failed),
    )


def _by_origin(traces: Traces) -> dict[tuple[str, str], list[_Failed]]:
    """The failed requests by the resource where they failed, and the name of the segment. A call
    of somebody outside the workload is told of its caller."""
    grouped: dict[tuple[str, str], list[_Failed]] = {}
    for request in traces.requests:
        origin = request.origin
        if origin and (resource := origin.resource or request.caller):
            grouped.setdefault((resource, origin.name), []).append((request, origin))
    return grouped


def _category(origin: TracedStep) -> Category:
    return "throttling" if origin.throttle else "dependency"
