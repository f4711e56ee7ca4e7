"""What was changed on purpose, as far as it can be judged without knowing the symptom.

Which of the changes explains the errors is the coordinator's to say (ties/), since only the
log-agent may read logs: what two agents found by themselves are two witnesses.
"""

from collections.abc import Iterator
from datetime import datetime

from casebook.analysis.configuration import EXISTS
from casebook.citing.claims import Citing, clock
from casebook.domain.change import Change
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.change_words import described
from casebook.reasoning.rules.platform import is_report
from casebook.tools.results.changes import Changes
from casebook.tools.results.states import WorkloadState

CATEGORIES: dict[str, Category] = {
    "deployment": "deployment",
    "configuration": "configuration",
    "permission": "permission",
    "scaling": "configuration",
    "service-event": "infrastructure",
    "other": "configuration",
}


def change_made(case: Case) -> Iterator[Finding]:
    """Most incidents begin with a change. That is a suspicion and no more: which change explains an
    error is for the coordinator's ties to say. What happened after the alarm cannot have set it
    off."""
    end = case.scope.window.end
    for evidence, found in case.results(Changes):
        for change in found.changes:
            if is_report(change):
                continue
            citing = Citing(evidence)
            claim, is_late = described(change, citing), earliest(change) > end
            if is_late:
                claim += f" That was after the alarm at {clock(end)}, so it cannot be the cause."
            yield case.finding(
                "change-after-alarm" if is_late else "change-before-alarm",
                FindingKind.RULED_OUT if is_late else FindingKind.CHANGE,
                claim,
                Strength.DIRECT if is_late else Strength.WEAK,
                citing,
                resource=change.resource,
                category=None if is_late else CATEGORIES[change.kind],
                onset=None if is_late else change.at,
                change=change,
            )


def resource_is_gone(case: Case) -> Iterator[Finding]:
    """A resource that was there and is not any more fails every call. One that nobody has ever seen
    is spelled wrongly in the registration, or lives in another account: worth knowing, no cause."""
    vanished = {
        change.resource
        for _, found in case.results(Changes)
        for change in found.changes
        if any(field.path == EXISTS and field.after is False for field in change.diff)
    }
    for evidence, state in case.results(WorkloadState):
        for each in state.resources:
            if each.exists:
                continue
            was_there = each.resource in vanished
            yield case.finding(
                "resource-is-gone",
                FindingKind.CAUSE if was_there else FindingKind.CONTEXT,
                f"{each.resource} does not exist{' any more' if was_there else ''}.",
                Strength.DIRECT if was_there else Strength.WEAK,
                Citing(evidence),
                resource=each.resource,
                category="infrastructure" if was_there else None,
            )


def earliest(change: Change) -> datetime:
    """The first moment at which the change can have happened."""
    return change.not_before or change.at
