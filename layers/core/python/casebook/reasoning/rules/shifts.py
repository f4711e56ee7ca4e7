"""Metrics that are at another level than before, the harmful way, whatever they count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from casebook.analysis.natures import Nature
from casebook.analysis.samples import Samples
from casebook.analysis.shifts import Direction, Shift, excursions
from casebook.citing.claims import Citing, clock
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.domain.observation import MetricShift
from casebook.domain.window import Window
from casebook.domain.workload import Workload
from casebook.knowledge.metrics import Harm, MetricKind, Shape
from casebook.knowledge.strength import Strength
from casebook.reasoning.anchor import window_of
from casebook.reasoning.case import Case
from casebook.reasoning.rules.kinds import traits_of
from casebook.reasoning.rules.series import is_usual
from casebook.reasoning.topology import callees_below, callers_of
from casebook.tools.results.metrics import Metrics, MetricSummary

# What tells of trouble by itself, when it moves the harmful way. Failures, latencies and what runs
# full have rules of their own, which know more of them.
_TELLING = frozenset(
    {
        MetricKind.STATE,
        MetricKind.BACKLOG,
        MetricKind.AGE,
        MetricKind.HEADROOM,
        MetricKind.WORK,
    }
)
_FAILING = frozenset({MetricKind.ERRORS, MetricKind.THROTTLE})
_NATURES = {
    Shape.COUNT: Nature.COUNT,
    Shape.DURATION: Nature.LATENCY,
    Shape.SHARE: Nature.GAUGE,
    Shape.AGE: Nature.AGE,
    Shape.LEVEL: Nature.GAUGE,
}
_SUBJECTS = frozenset({"memory", "disk space", "processor", "capacity", "inodes"})
# Of a level that moved by less than this share of what it was, nothing is made.
_LEAST, _FAR_MORE = 0.25, 3.0


@dataclass(frozen=True)
class Moved:
    """A metric and its departure, which goes on or fell into the window."""

    evidence: Evidence
    summary: MetricSummary
    shift: Shift

    @property
    def since(self) -> datetime:
        return window_of(self.shift.onset).start

    @property
    def until(self) -> datetime:
        return window_of(self.shift.onset).end


def metric_shifted(case: Case) -> Iterator[Finding]:
    """A state, a backlog, an age or what is left is at another level than before, and that is harm:
    pods restart, a queue grows, nobody is ready."""
    for moved in _moved(case, _TELLING):
        citing = Citing(moved.evidence)
        summary = moved.summary
        level = citing.amount(_extreme(moved))
        yield case.finding(
            "metric-shifted",
            FindingKind.SYMPTOM,
            f"The metric {summary.name} of {summary.resource} {_verb(moved.shift)} from its"
            f" level of the hours before{f' to {level}' if level else ''}, from"
            f" {clock(moved.since)} on.",
            Strength.CIRCUMSTANTIAL,
            citing,
            resource=summary.resource,
            onset=moved.since,
            until=moved.until,
            about=MetricShift(of="level"),
        )


def unwell_below(case: Case) -> Iterator[Finding]:
    """What others run on or call is in a bad state: a node is not ready, a host is unhealthy."""
    workload = case.scope.workload
    for moved in _moved(case, frozenset({MetricKind.STATE})):
        resource = moved.summary.resource
        if not callers_of(workload, resource):
            continue
        subject = traits_of(moved.summary).subject
        category: Category = "resource-exhaustion" if subject in _SUBJECTS else "infrastructure"
        citing = Citing(moved.evidence)
        level = citing.amount(_extreme(moved))
        yield case.finding(
            "unwell-below",
            FindingKind.CAUSE,
            f"{resource} is in a bad state since {clock(moved.since)}: its metric"
            f" {moved.summary.name} came{f' to {level}' if level else ' to another level'}.",
            Strength.CIRCUMSTANTIAL,
            citing,
            resource=resource,
            category=category,
            onset=moved.since,
            until=moved.until,
        )


def load_followed(case: Case) -> Iterator[Finding]:
    """Somebody works at several times the usual rate, and what follows it falls behind from then
    on: who follows is the victim."""
    loads = list(_moved(case, frozenset({MetricKind.LOAD})))
    for late in _moved(case, frozenset({MetricKind.AGE, MetricKind.BACKLOG})):
        for load in loads:
            if not _drives(case.scope.workload, load, late):
                continue
            citing = Citing(load.evidence)
            usual, observed = citing.amount(load.shift.usual), citing.amount(_extreme(load))
            amounts = f", at {observed}" if observed else ""
            yield case.finding(
                "load-followed",
                FindingKind.CAUSE,
                f"{load.summary.resource} has had several times its usual load since"
                f" {clock(load.since)} ({load.summary.name}{amounts}"
                f"{f', where {usual} is usual' if usual else ''}), and"
                f" {late.summary.resource}, which follows it, falls behind"
                f" ({late.summary.name}).",
                Strength.STRONG,
                citing,
                resource=load.summary.resource,
                category="traffic",
                onset=load.since,
                until=load.until,
                about=MetricShift(of="followed-load"),
            )
            break


def trouble_since(case: Case) -> Window | None:
    """Since when something is wrong, by the workload's metrics alone: since what counts failures is
    at another level, or where nothing does, since what tells of trouble otherwise is."""
    for kinds in (_FAILING, _TELLING | {MetricKind.LATENCY, MetricKind.AVAILABILITY}):
        going_on = [moved for moved in _moved(case, kinds) if moved.shift.ended is None]
        if going_on:
            first = min(going_on, key=lambda moved: moved.since)
            return window_of(first.shift.onset)
    return None


def _drives(workload: Workload, load: Moved, late: Moved) -> bool:
    """True if the load is far more than usual, began no later, and reaches what falls behind."""
    source, follower = load.summary.resource, late.summary.resource
    connected = follower in callees_below(workload, source) or source in callees_below(
        workload, follower
    )
    is_far_more = load.shift.observed >= _FAR_MORE * max(load.shift.usual, 0.0)
    no_later = load.shift.onset.not_before <= max(late.shift.onset)
    return source != follower and connected and is_far_more and no_later


def _moved(case: Case, kinds: frozenset[MetricKind]) -> Iterator[Moved]:
    """Every metric of these kinds that departed the harmful way, and not as it does so often."""
    for evidence, found in case.results(Metrics):
        for summary in found.summaries:
            traits = traits_of(summary)
            if traits.kind not in kinds or is_usual(summary):
                continue
            shift = _shift(summary, _NATURES.get(traits.shape))
            if shift and _is_harm(traits.harm, shift):
                yield Moved(evidence, summary, shift)


def _verb(shift: Shift) -> str:
    return "rose" if shift.direction is Direction.RISE else "fell"


def _is_harm(harm: Harm, shift: Shift) -> bool:
    return harm is Harm.EITHER or harm.value == shift.direction.value


def _shift(summary: MetricSummary, nature: Nature | None) -> Shift | None:
    """The newest departure that goes on, or ended within the window, and is large enough."""
    if not summary.points:
        return None
    samples = Samples.timed(summary.timed, summary.period_seconds)
    begin = summary.points[0].at.timestamp()
    for shift in reversed(excursions(samples, nature)):
        if shift.ended and max(shift.ended) < begin:
            return None
        if abs(shift.observed - shift.usual) >= _LEAST * abs(shift.usual):
            return shift
    return None


def _extreme(moved: Moved) -> float:
    values = [point.value for point in moved.summary.points]
    return max(values) if moved.shift.direction is Direction.RISE else min(values)
