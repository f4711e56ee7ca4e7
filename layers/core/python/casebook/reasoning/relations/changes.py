"""A change says more than what it led to; what is said elsewhere says more than a suspicion."""

from casebook.domain.workload import Workload
from casebook.reasoning.relations.shared import BORROWED, OVERLOAD, STANDS, began_first
from casebook.reasoning.topology import callees_below
from casebook.reasoning.weighing import Candidate

SAYS_ENOUGH = 0.6


def by_its_change(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A change that explains the same errors directly says more than what they look like."""
    if cause.change is None or not effect.errors or not effect.errors <= cause.errors:
        return False
    if effect.change and effect.change.strength >= cause.change.strength:
        return False
    return cause.is_direct or cause.standing >= effect.standing


def by_a_changed_caller(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """Only numbers say that something was loaded, right after who calls it was changed."""
    return (
        cause.change is not None
        and effect.change is None
        and not effect.errors
        and not effect.is_direct
        and effect.category in OVERLOAD
        and effect.resource in workload.callees_of(cause.resource)
        and cause.standing >= STANDS
        and began_first(cause, effect)
    )


def by_deeper_words(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A change is suspected for coming before a symptom without words, and below the same symptom
    somebody says what is wrong."""
    return (
        effect.change is not None
        and not effect.is_direct
        and not effect.errors
        and bool(cause.errors)
        and _stand_below_one(cause.resource, effect.resource, workload)
        and cause.strongest.strength >= SAYS_ENOUGH
    )


def as_what_was_changed(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """Something ran out, or fails, right after it was changed itself: the change is nearer to the
    cause than what it led to."""
    return (
        cause.resource == effect.resource
        and cause.change is not None
        and effect.change is None
        and not effect.is_direct
        and effect.category in OVERLOAD | BORROWED
        and cause.standing >= STANDS
        and began_first(cause, effect)
    )


def _stand_below_one(one: str, other: str, workload: Workload) -> bool:
    """True if somebody calls both, or one of them calls the other."""
    reached = ({each.name} | callees_below(workload, each.name) for each in workload.resources)
    return any({one, other} <= names for names in reached)
