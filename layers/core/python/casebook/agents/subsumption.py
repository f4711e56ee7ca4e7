"""Which candidate is another's explanation: a symptom is not its own cause."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from casebook.agents.reading import read
from casebook.agents.signs import Sign, sign_of
from casebook.agents.symptoms import CORRELATED
from casebook.agents.ties.load import MORE_LOAD
from casebook.agents.topology import callees_below
from casebook.agents.weighing import Candidate
from casebook.domain.finding import Category
from casebook.domain.workload import Workload

_BORROWED: frozenset[Category] = frozenset({"dependency", "network", "infrastructure"})
"""What a caller says of itself or its callee when it only suffers from somebody else."""
_OVERLOAD: frozenset[Category] = frozenset({"throttling", "resource-exhaustion", "dependency"})
_HANDED_UP: frozenset[Category] = frozenset({"throttling", "resource-exhaustion"})
"""What a callee's refusal looks like in its caller's own words."""
_STANDS = 0.4
_CLOCKS = timedelta(seconds=60)


def subsumed(candidates: Sequence[Candidate], workload: Workload) -> list[Candidate]:
    """The candidates that nothing else explains, with what they explain, most likely first."""
    parents = {index: _parent(index, candidates, workload) for index, _ in enumerate(candidates)}
    roots: list[Candidate] = []
    for index, root in enumerate(candidates):
        if parents[index] is None:
            below = [
                c for i, c in enumerate(candidates) if i != index and _top(i, parents) == index
            ]
            explained = tuple(each for one in below for each in (*one.causes, *one.symptoms))
            roots.append(replace(root, explained=explained))
    return sorted(roots, key=lambda each: (-each.confidence, each.resource))


def _parent(index: int, candidates: Sequence[Candidate], workload: Workload) -> int | None:
    """The best explanation of this candidate among the others."""
    weaker = candidates[index]
    found = [
        (other.confidence, -i)
        for i, other in enumerate(candidates)
        if i != index and _explains(other, weaker, workload)
        if not (
            _explains(weaker, other, workload)
            and (weaker.confidence, -index) > (other.confidence, -i)
        )
    ]
    return -max(found)[1] if found else None


def _top(index: int, parents: dict[int, int | None]) -> int:
    """The last explanation in the chain; a ring ends where it is entered."""
    seen = {index}
    while (parent := parents[index]) is not None and parent not in seen:
        seen.add(parent)
        index = parent
    return index


def _explains(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """True if the effect is what the cause looks like from elsewhere."""
    rules = (_by_its_change, _as_the_callee, _from_further_down, _as_its_echo, _by_its_load)
    return any(rule(cause, effect, workload) for rule in rules)


def _by_its_change(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A change that explains the same errors directly says more than what they look like."""
    if cause.change is None or not effect.errors or not effect.errors <= cause.errors:
        return False
    if effect.change and effect.change.strength >= cause.change.strength:
        return False
    return cause.is_direct or cause.confidence >= effect.confidence


def _as_the_callee(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """ "The callee fails" is answered by why it fails, if the callee's own evidence says."""
    if effect.resource != cause.resource or effect.category not in _BORROWED:
        return False
    return (
        effect.change is None
        and cause.category not in _BORROWED
        and cause.confidence >= _STANDS
        and _began_first(cause, effect)
    )


def _from_further_down(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A fault of something that is called shows in everything above it, later or at once."""
    if cause.resource not in callees_below(workload, effect.resource):
        return False
    if effect.change and effect.is_direct:
        return False
    suffers = effect.category in _BORROWED or _only_waits(effect)
    # The caller's own words on two callees are two faults, not one below the other.
    has_own_evidence = not (cause.errors and cause.errors <= effect.errors)
    return (
        suffers and has_own_evidence and cause.confidence >= _STANDS and _began_first(cause, effect)
    )


def _as_its_echo(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """What ran out, or refused, further down is told by its callers in the same words: a client's
    pool runs dry because its database has no connection left."""
    return (
        cause.category == effect.category
        and cause.category in _HANDED_UP
        and cause.resource in callees_below(workload, effect.resource)
        and not (effect.change and effect.is_direct)
        and cause.confidence >= _STANDS
        and _are_of_one_kind(cause, effect)
        and _began_first(cause, effect)
    )


def _are_of_one_kind(cause: Candidate, effect: Candidate) -> bool:
    """True unless each says something else ran out."""
    told, echoed = _signs_of(cause), _signs_of(effect)
    return not told or bool(told & echoed) or Sign.CONNECTIONS in echoed


def _by_its_load(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """What breaks under a surge of traffic breaks because of it, unless its limit was lowered; and
    the surge itself may come from a caller that was made to ask for more."""
    reached = {cause.resource} | callees_below(workload, cause.resource)
    asks_for_more = any(each.rule == f"{CORRELATED}{MORE_LOAD}" for each in cause.causes)
    return (
        (cause.category == "traffic" or asks_for_more)
        and effect.category in (_OVERLOAD | {"traffic"} if asks_for_more else _OVERLOAD)
        and effect.resource in reached
        and effect.change is None
        and _began_first(cause, effect)
    )


def _only_waits(effect: Candidate) -> bool:
    """True if all that is known of it is that time ran out."""
    suspected = effect.category in ("resource-exhaustion", "deployment", "configuration")
    return suspected and _signs_of(effect) == {Sign.TASK_TIMEOUT}


def _signs_of(candidate: Candidate) -> set[Sign | None]:
    return {sign_of(read(error)) for each in candidate.causes for error in each.errors}


def _began_first(cause: Candidate, effect: Candidate) -> bool:
    began = [each.onset for each in cause.causes if each.onset]
    seen = [each.onset for each in effect.causes if each.onset]
    return not began or not seen or min(began) <= min(seen) + _CLOCKS
