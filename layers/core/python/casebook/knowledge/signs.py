"""What an error is a sign of, by its words. The table is `signs.toml`, read when first asked."""

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, NewType

from casebook.knowledge.catalogue import known

if TYPE_CHECKING:
    from casebook.knowledge.sign_table import Signs


class Sign(StrEnum):
    """What an error may be a sign of; the rows say what each means."""

    CLIENT_GONE = "client-gone"
    CLOCK = "clock"
    EXPIRED = "expired"
    CREDENTIALS = "credentials"
    PERMISSION = "permission"
    CERTIFICATE = "certificate"
    RESPONSE = "response"
    PROCESS_LIMIT = "process-limit"
    CAPACITY = "capacity"
    DISK = "disk"
    THROTTLING = "throttling"
    MEMORY = "memory"
    CONNECTIONS = "connections"
    TASK_TIMEOUT = "task-timeout"
    SETTING = "setting"
    PARSING = "parsing"
    PACKAGING = "packaging"
    UNRESOLVED = "unresolved"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    RESET = "reset"
    UPSTREAM = "upstream"
    SLOW = "slow"
    PROGRAMMING = "programming"
    READ_ONLY = "read-only"
    MISSING = "missing"
    INPUT = "input"
    NAMED = "named"  # the platform itself names what is wrong: no words, see kubernetes.toml


TeamSign = NewType("TeamSign", str)
"""A class of errors that a team has named. An error may show one beside a sign of ours: what no
rule of ours asks for must hide nothing from them."""

AnySign = Sign | TeamSign


class Shown(NamedTuple):
    """Where a text shows a sign. `is_guess`: only within what the program supposes."""

    sign: Sign
    begin: int
    is_guess: bool


def first_sign(text: str) -> Shown | None:
    """The first sign that a text shows. What it only guesses at counts where it knows nothing."""
    return _first(known().signs, text)


@lru_cache(maxsize=2_048)
def _first(signs: "Signs", text: str) -> Shown | None:
    shown = tuple(signs.shown(text))
    return next((one for one in shown if not one.is_guess), shown[0] if shown else None)


def sign_in(text: str) -> Sign | None:
    """The first sign that a text shows, None where it shows none. Never raises."""
    shown = first_sign(text)
    return shown.sign if shown else None


def team_sign_in(text: str) -> TeamSign | None:
    """The first class of the team's own that a text shows. Never raises."""
    classes = known().team_signs
    row = next((row for row, _, _ in classes.fitting(text)), None) if classes else None
    return TeamSign(row.name) if row else None
