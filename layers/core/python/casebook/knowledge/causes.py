"""What an error blames, by its sign: the rows of `causes.toml`, read when first asked."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from casebook.domain.finding import Category
from casebook.knowledge.catalogue import known
from casebook.knowledge.signs import AnySign
from casebook.knowledge.strength import Strength

T = TypeVar("T")


class Blame(StrEnum):
    """Whose fault an error is; reasoning/blame.py has what each means."""

    SELF = "self"
    CALLEE_OR_SELF = "callee-or-self"
    UNREACHED_CALLEE = "unreached-callee"
    OWNER_OF_THE_LIMIT = "owner-of-the-limit"
    REFUSED_CLIENT = "refused-client"
    ANSWERING_FUNCTION = "answering-function"
    CODE = "code"


class Target(StrEnum):
    """What is known of whom a call went to."""

    CALLEE = "callee"  # a resource of the workload, which is to blame
    REACHED = "reached"  # one that is not, for its other callers reach it
    HOST = "host"  # something on the caller's own host
    UNKNOWN = "unknown"


Choice = Mapping[tuple[AnySign, Target], T]
"""A value for each sign of the row and each target."""


class Example(NamedTuple):
    """A line that `app-fn` logs, whom it calls (name to type), and the cause that it has."""

    line: str
    resource: str
    category: Category
    calls: Mapping[str, str]


class Cause(NamedTuple):
    """One row: errors of these signs are the fault of whom it blames."""

    name: str
    signs: tuple[AnySign, ...]
    blames: Blame
    category: Choice[Category]
    strength: Choice[Strength]
    says: Choice[str]
    unnamed: str
    why: str
    see: tuple[str, ...]
    examples: tuple[Example, ...]


def causes() -> tuple[Cause, ...]:
    """Every row that is known, in the order in which they are tried."""
    return known().causes
