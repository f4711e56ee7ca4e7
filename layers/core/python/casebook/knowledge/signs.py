"""What an error is a sign of, by its words. The table is `signs.toml`, read when first asked."""

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

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


class Shown(NamedTuple):
    """Where a text shows a sign. `is_guess`: only within what the program supposes."""

    sign: Sign
    begin: int
    is_guess: bool


@lru_cache(maxsize=2_048)
def first_sign(text: str) -> Shown | None:
    """The first sign that a text shows. What it only guesses at counts where it knows nothing."""
    shown = tuple(signs().shown(text))
    return next((one for one in shown if not one.is_guess), shown[0] if shown else None)


def sign_in(text: str) -> Sign | None:
    """The first sign that a text shows, None where it shows none. Never raises."""
    shown = first_sign(text)
    return shown.sign if shown else None


@lru_cache(maxsize=1)
def signs() -> "Signs":
    """The table of this package.

    Raises:
        ValueError: naming the row and the field that are wrong.
    """
    from casebook.knowledge.sign_table import load

    return load()
