"""Where a request's time went, and where its fault began."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casebook.domain.trace import Segment, Trace, TraceSummary
from casebook.domain.workload import Resource


@dataclass(frozen=True, slots=True)
class Step:
    """A segment in its place: how deep, whose, and how long without those below it.

    `resource` is the workload's resource that did the work: the segment's own, else that of the
    service which it is part of. A call of somebody outside the workload has none.
    """

    segment: Segment
    depth: int
    resource: str | None
    own_seconds: float | None
    ancestors: tuple[str, ...]
    """The ids above it, from the root."""


def path(trace: Trace, resources: Iterable[Resource]) -> list[Step]:
    """Every segment behind the one that it belongs to, in the order in which they began.

    A segment whose parent was not recorded, or is its own ancestor, stands at the root.
    """
    known = list(resources)
    children: dict[str | None, list[Segment]] = {}
    ids = {each.id for each in trace.segments}
    for each in sorted(trace.segments, key=lambda one: one.start):
        parent = each.parent if each.parent in ids and each.parent != each.id else None
        children.setdefault(parent, []).append(each)
    steps: list[Step] = []
    placed: set[str] = set()

    def place(roots: Sequence[Segment]) -> None:
        waiting: list[tuple[Segment, tuple[str, ...], str | None]]
        waiting = [(each, (), None) for each in reversed(roots)]
        while waiting:
            segment, above, inherited = waiting.pop()
            if segment.id in placed:
                continue
            placed.add(segment.id)
            below = children.get(segment.id, [])
            owner = owner_of(segment.names, known)
            resource = owner or (None if segment.is_call else inherited)
            steps.append(Step(segment, len(above), resource, _own_seconds(segment, below), above))
            waiting += [(each, (*above, segment.id), resource) for each in reversed(below)]

    place(children.get(None, []))
    place([each for each in trace.segments if each.id not in placed])  # a ring has no root
    return steps


def owner_of(names: Sequence[str], resources: Iterable[Resource]) -> str | None:
    """The resource that goes by one of these names.

    API Gateway says `<api>/<stage>`, a host says its name first, a service in a cluster is
    registered as `<cluster>/<service>`.
    """
    called = {name.lower() for name in names}
    called |= {name.partition("/")[0] for name in called} | {n.partition(".")[0] for n in called}
    for resource in resources:
        mine = resource.name.lower()
        if mine in called or ("/" in mine and mine.rpartition("/")[2] in called):
            return resource.name
    return None


def fault_origin(steps: Sequence[Step]) -> Step | None:
    """The deepest segment that failed with nothing below it failing: whatever is above passed the
    fault on. Faults and throttling come before errors, which a caller may have meant to happen;
    of several as deep the one that ended first.
    """
    failed = [each for each in steps if each.segment.fault or each.segment.throttle]
    failed = failed or [each for each in steps if each.segment.error]
    above = {one for each in failed for one in each.ancestors}
    first = [each for each in failed if each.segment.id not in above]
    return min(
        first,
        key=lambda each: (-each.depth, each.segment.end or each.segment.start),
        default=None,
    )


def most_telling(summaries: Iterable[TraceSummary], limit: int) -> list[TraceSummary]:
    """Those with faults, then throttled ones, then those with errors, then the slowest."""
    distinct = {each.trace_id: each for each in summaries}
    return sorted(
        distinct.values(),
        key=lambda each: (not each.fault, not each.throttle, not each.error, -each.seconds),
    )[:limit]


def _own_seconds(segment: Segment, below: Sequence[Segment]) -> float | None:
    """Its duration without the time in which something below it was running."""
    if segment.end is None:
        return None
    start, end = segment.start.timestamp(), segment.end.timestamp()
    covered, reached = 0.0, start
    for each in sorted(below, key=lambda one: one.start):
        begins = max(each.start.timestamp(), reached)
        ends = min((each.end or segment.end).timestamp(), end)
        if ends > begins:
            covered += ends - begins
            reached = ends
    return max(0.0, end - start - covered)
