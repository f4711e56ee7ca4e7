"""What a platform said of a resource: its exhaustion is a cause, a status report is a symptom."""

from collections.abc import Iterable, Iterator

from casebook.citing.claims import Citing, clock
from casebook.domain.change import Change
from casebook.domain.finding import Finding, FindingKind
from casebook.knowledge.platform_events import (
    BY_ITSELF,
    EventKind,
    is_all_clear,
    platform_event,
)
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.tools.results.changes import Changes

_REPORTS = BY_ITSELF | {EventKind.SYMPTOM}
_TROUBLE = {
    EventKind.EXHAUSTION: "ran out of {what}",
    EventKind.DEFECT: "{what}",
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
    time of the first.
    """
    for evidence, found in case.results(Changes):
        reports: dict[tuple[str, str], list[Change]] = {}
        for change in found.changes:
            event = platform_event(change.summary) if is_report(change) else None
            if event and change.at <= case.scope.now:
                reports.setdefault((change.resource, event.name), []).append(change)
        for (resource, _), changes in reports.items():
            event = platform_event(changes[0].summary)
            if event is None:
                continue
            newest = max(changes, key=lambda change: change.at)
            if _is_over(newest, found.changes):
                continue
            first = min(change.at for change in changes)
            is_cause = event.kind in BY_ITSELF
            citing = Citing(evidence)
            words = citing.quote_error(newest.summary, newest.summary[:60], limit=160)
            trouble = _TROUBLE[event.kind].format(what=event.what)
            yield case.finding(
                "platform-exhaustion" if is_cause else "platform-report",
                FindingKind.CAUSE if is_cause else FindingKind.SYMPTOM,
                f"{resource} {trouble}, as its platform reported at {clock(newest.at)}"
                f"{f': {words}' if words else ''}.",
                Strength.STRONG if is_cause else Strength.CIRCUMSTANTIAL,
                citing,
                resource=resource,
                category=event.category if is_cause else None,
                onset=first,
            )


def _is_over(report: Change, changes: Iterable[Change]) -> bool:
    """True if the platform said later that the resource is well again."""
    return any(
        change.resource == report.resource
        and change.at > report.at
        and is_all_clear(change.summary)
        for change in changes
    )
