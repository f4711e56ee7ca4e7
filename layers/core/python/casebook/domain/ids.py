"""Identifiers: a prefix that says what is named, and a ULID, so that ids sort by their making.

Source: https://github.com/ulid/spec (48 bits of milliseconds, 80 random bits, Crockford's base 32).
"""

import secrets
import time
from datetime import UTC, datetime
from typing import Annotated

from pydantic import StringConstraints

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TIME_LETTERS = 10  # they spell the 48 bits

SESSION = "ses"
DIAGNOSIS = "dgn"
WORKLOAD = "wkl"
MESSAGE = "msg"
EVIDENCE = "evd"
FINDING = "fnd"
CHANGE = "chg"
CALL = "call"
RESERVATION = "rsv"

LONGEST = 64
"""Characters. Ids are parts of keys, and a table's key takes 1,024 bytes."""

Id = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
"""An id as somebody sends it. Whether there is such a thing is found out by looking."""


def new_id(prefix: str) -> str:
    """A fresh id such as `dgn_01KAJ5V3Z8…`; ids made later in another millisecond sort after it."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return f"{prefix}_" + "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def kind_of(identifier: str) -> str:
    """The prefix of an id: `dgn` of `dgn_01KA…`."""
    return identifier.partition("_")[0]


def made_at(identifier: str) -> datetime:
    """When the id was made, to the millisecond."""
    number = 0
    for letter in identifier.partition("_")[2][:_TIME_LETTERS]:
        number = number << 5 | _ALPHABET.index(letter)
    return datetime.fromtimestamp(number / 1000, UTC)
