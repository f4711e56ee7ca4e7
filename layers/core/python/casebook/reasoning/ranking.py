"""Which candidate comes first, and which make each other doubtful."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from casebook.reasoning.weighing import CONFIRMED, LIKELY, Candidate

_RIVAL_MARGIN = 0.1


def contested(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, each marked whose errors another explains about as well."""
    return [
        replace(each, is_contested=any(_are_rivals(each, other) for other in candidates))
        for each in candidates
    ]


def ranked(candidates: Iterable[Candidate], alarmed: frozenset[str]) -> list[Candidate]:
    """Most likely first. What rules find likely by themselves stands before everything that a
    model made likely, in the order that rules give it. Of several that are proven, and none of
    which explains another, the fault of what the alarm is about comes first: it was asked about."""
    return sorted(candidates, key=lambda one: _place(one, alarmed))


def _place(one: Candidate, alarmed: frozenset[str]) -> tuple[bool, bool, float, str]:
    is_found = not one.is_by_model and one.standing >= LIKELY
    is_asked = is_found and one.standing >= CONFIRMED and one.resource in alarmed
    sureness = one.standing if is_found else one.confidence
    return not is_found, not is_asked, -sureness, one.resource


def _are_rivals(one: Candidate, other: Candidate) -> bool:
    if one is other or one.is_direct or not (one.errors & other.errors):
        return False
    return other.standing > one.standing - _RIVAL_MARGIN
