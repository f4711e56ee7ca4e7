"""A fault further down shows in everything above it, in the callers' own words."""

from casebook.domain.workload import Workload
from casebook.reasoning.relations.shared import (
    BORROWED,
    HANDED_UP,
    STANDS,
    began_first,
    is_about_a_pool,
    signs_of,
)
from casebook.reasoning.rules.names import CONNECTIONS_CLIMBED
from casebook.reasoning.signs import Sign
from casebook.reasoning.topology import callees_below
from casebook.reasoning.weighing import Candidate


def as_the_callee(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """ "The callee fails" is answered by why it fails, if the callee's own evidence says."""
    if effect.resource != cause.resource or effect.category not in BORROWED:
        return False
    return (
        effect.change is None
        and cause.category not in BORROWED
        and cause.standing >= STANDS
        and began_first(cause, effect)
    )


def from_further_down(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A fault of something that is called shows in everything above it, later or at once."""
    if cause.resource not in callees_below(workload, effect.resource):
        return False
    if effect.change and (effect.is_direct or _is_its_own_fault(effect)):
        return False
    suffers = effect.category in BORROWED or _only_waits(effect)
    # The caller's own words on two callees are two faults, not one below the other.
    has_own_evidence = not (cause.errors and cause.errors <= effect.errors)
    return suffers and has_own_evidence and cause.standing >= STANDS and began_first(cause, effect)


def as_its_echo(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """What ran out, or refused, further down is told by its callers in the same words: a client's
    pool runs dry because its database has no connection left."""
    return (
        cause.category == effect.category
        and cause.category in HANDED_UP
        and cause.resource in callees_below(workload, effect.resource)
        and not (effect.change and effect.is_direct)
        and cause.standing >= STANDS
        and _are_of_one_kind(cause, effect)
        and began_first(cause, effect)
    )


def by_what_is_asked(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """Who is sent what cannot be answered looks at fault to whoever passes it on, and the same
    errors tell both: what is asked says more than who does not answer it."""
    return (
        cause.category == "bad-input"
        and effect.category in BORROWED
        and effect.change is None
        and not effect.is_direct
        and bool(effect.errors)
        and effect.errors <= cause.errors
        and effect.resource in callees_below(workload, cause.resource)
        and cause.standing >= STANDS
    )


def _is_its_own_fault(effect: Candidate) -> bool:
    """True if the platform reported a fault of this very resource: nobody below made that."""
    change = effect.change.change if effect.change else None
    return bool(change and change.kind == "service-event" and change.resource == effect.resource)


def _are_of_one_kind(cause: Candidate, effect: Candidate) -> bool:
    """True unless each says something else ran out. A pool is its client's own: it can run dry
    while its server only has more connections open."""
    only_climbed = all(each.rule == CONNECTIONS_CLIMBED for each in cause.causes)
    if only_climbed and is_about_a_pool(effect):
        return False
    told, echoed = signs_of(cause), signs_of(effect)
    return not told or bool(told & echoed) or Sign.CONNECTIONS in echoed


def _only_waits(effect: Candidate) -> bool:
    """True if all that is known of it is that time ran out."""
    suspected = effect.category in ("resource-exhaustion", "deployment", "configuration")
    return suspected and signs_of(effect) == {Sign.TASK_TIMEOUT}
