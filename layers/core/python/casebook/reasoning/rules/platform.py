"""What a platform said of a resource: its exhaustion is a cause, a status report is a symptom."""

from collections.abc import Iterable, Iterator

from casebook.citing.claims import Citing, clock
from casebook.domain.change import Change
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import Statement
from casebook.knowledge.platform_events import (
    BY_ITSELF,
    EventKind,
    is_all_clear,
    platform_event,
)
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.tools.results.changes import Changes
from casebook.tools.results.states import WorkloadState

_MOST_OF_A_STATEMENT = 300
_CAUSES = {
    **dict.fromkeys(BY_ITSELF, Strength.STRONG),
    EventKind.LOAD: Strength.CIRCUMSTANTIAL,
    EventKind.WITNESS: Strength.WEAK,
}
_REPORTS = {*_CAUSES, EventKind.SYMPTOM}
_TROUBLE = {
    EventKind.EXHAUSTION: "ran out of {what}",
    EventKind.DEFECT: "{what}",
    EventKind.LOAD: "{what}",
    EventKind.WITNESS: "{what}",
    EventKind.SYMPTOM: "is in trouble",
}


def is_report(change: Change) -> bool:
    """True for a message that tells how a resource is: nobody changed anything by it."""
    if change.kind != "service-event":
        return False
    event = platform_event(change.summary)
    return event is not None and event.kind in _REPORTS


def platform_report(case: Case) -> Iterator[Finding]:
    """A platform's report of a resource is read as what it says: that the resource ran out of
    something or cannot work with what it was given, or that something is measured which others see
    as well.

    It is no change: a message "storage is low" broke nothing. The newest of a kind counts, from the
    time of the first. What a database spends its time on is a circumstance: by itself it may only
    have more to do. That AWS has an issue supports what else is seen of the resource.
    """
    for evidence, found in case.results(Changes):
        reports: dict[tuple[str, str], list[Change]] = {}
        for change in found.changes:
            event = platform_event(change.summary) if is_report(change) else None
            if event and change.at <= case.scope.now:
                kind = change.summary if event.kind is EventKind.LOAD else event.name
                reports.setdefault((change.resource, kind), []).append(change)
        for (resource, _), changes in reports.items():
            event = platform_event(changes[0].summary)
            if event is None:
                continue
            newest = max(changes, key=lambda change: change.at)
            if _is_over(newest, found.changes):
                continue
            first = min(change.at for change in changes)
            is_cause = event.kind in _CAUSES
            citing = Citing(evidence)
            words = _quoted(citing, newest, whole=event.kind is EventKind.LOAD)
            trouble = _TROUBLE[event.kind].format(what=event.what)
            yield case.finding(
                "platform-exhaustion" if is_cause else "platform-report",
                FindingKind.CAUSE if is_cause else FindingKind.SYMPTOM,
                f"{resource} {trouble}, as its platform reported at {clock(newest.at)}"
                f"{f': {words}' if words else ''}.",
                _CAUSES.get(event.kind, Strength.CIRCUMSTANTIAL),
                citing,
                resource=resource,
                category=event.category if is_cause else None,
                onset=first,
                about=Statement() if event.kind is EventKind.LOAD else None,
            )


def unable_state(case: Case) -> Iterator[Finding]:
    """The state of a resource that cannot work, with the service's own reason: a function whose key
    was switched off, a database without storage. A failed update is none: what was there before
    runs on.

    https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
    """
    for evidence, state in case.results(WorkloadState):
        for each in state.resources:
            said = [each.health.get(path) for path in ("status", "status.code", "status.reason")]
            words = [str(word) for word in said if word]
            event = platform_event(" ".join(words))
            if event and event.kind in BY_ITSELF:
                citing = Citing(evidence)
                quoted = citing.quote(*reversed(words))
                yield case.finding(
                    "unable-state",
                    FindingKind.CAUSE,
                    f"{each.resource} {_TROUBLE[event.kind].format(what=event.what)}, as its state"
                    f" tells{f': {quoted}' if quoted else ''}.",
                    Strength.STRONG,
                    citing,
                    resource=each.resource,
                    category=event.category,
                )


def _quoted(citing: Citing, report: Change, *, whole: bool) -> str:
    if whole:
        return citing.quote(report.summary, limit=_MOST_OF_A_STATEMENT)
    return citing.quote_error(report.summary, report.summary[:60], limit=160)


def _is_over(report: Change, changes: Iterable[Change]) -> bool:
    """True if the platform said later that the resource is well again."""
    return any(
        change.resource == report.resource
        and change.at > report.at
        and is_all_clear(change.summary)
        for change in changes
    )
