"""What the relations ask of candidates."""

from collections.abc import Callable
from datetime import timedelta

from casebook.domain.finding import Category
from casebook.domain.workload import Workload
from casebook.reasoning.reading import read
from casebook.reasoning.signs import Sign, sign_of
from casebook.reasoning.weighing import Candidate

Relation = Callable[[Candidate, Candidate, Workload], bool]
"""Told of a cause, an effect and the workload: whether the effect is what the cause looks like."""

BORROWED: frozenset[Category] = frozenset({"dependency", "network", "infrastructure"})
"""What a caller says of itself or its callee when it only suffers from somebody else."""
OVERLOAD: frozenset[Category] = frozenset({"throttling", "resource-exhaustion", "dependency"})
HANDED_UP: frozenset[Category] = frozenset({"throttling", "resource-exhaustion"})
"""What a callee's refusal looks like in its caller's own words."""
OF_LOAD: frozenset[Sign | None] = frozenset(
    {
        None,
        Sign.THROTTLING,
        Sign.CONNECTIONS,
        Sign.PROCESS_LIMIT,
        Sign.CAPACITY,
        Sign.MEMORY,
        Sign.DISK,
        Sign.SLOW,
        Sign.TASK_TIMEOUT,
        Sign.UPSTREAM,
        Sign.RESET,
        Sign.REFUSED,
        Sign.UNREACHABLE,
    }
)
"""What more load can do to somebody. It takes no permission away and breaks no code."""
STANDS = 0.4
"""The confidence below which a candidate explains no other."""
_CLOCKS = timedelta(seconds=60)


def began_first(cause: Candidate, effect: Candidate) -> bool:
    """As far as the intervals can tell. What was changed began to work when it was changed,
    whenever it came to be seen."""
    began = [each.change.at if each.change else each.onset for each in cause.causes]
    seen = [each.onset_until or each.onset for each in effect.causes if each.onset]
    known = [moment for moment in began if moment]
    return not known or not seen or min(known) <= min(filter(None, seen)) + _CLOCKS


def signs_of(candidate: Candidate) -> set[Sign | None]:
    return {sign_of(read(error)) for each in candidate.causes for error in each.errors}


def is_of_load(candidate: Candidate) -> bool:
    """True unless its errors say what load cannot have done."""
    signs = signs_of(candidate)
    return not signs or bool(signs & OF_LOAD)


def is_about_a_pool(candidate: Candidate) -> bool:
    return Sign.CONNECTIONS in signs_of(candidate) and any(
        "pool" in read(error).words.lower() for each in candidate.causes for error in each.errors
    )


def is_about_connections(candidate: Candidate) -> bool:
    return "connections" in candidate.shifts or Sign.CONNECTIONS in signs_of(candidate)
