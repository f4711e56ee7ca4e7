"""Identifiers: a prefix that says what is named, and a ULID, so that ids sort by their making.

Source: https://github.com/ulid/spec (48 bits of milliseconds, 80 random bits, Crockford's base 32).
"""

import secrets
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

SESSION = "ses"
DIAGNOSIS = "dgn"
WORKLOAD = "wkl"
MESSAGE = "msg"
EVIDENCE = "evd"
FINDING = "fnd"
CHANGE = "chg"
CALL = "call"
RESERVATION = "rsv"


def new_id(prefix: str) -> str:
    """A fresh id such as `dgn_01KAJ5V3Z8…`; ids made later in another millisecond sort after it."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return f"{prefix}_" + "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def kind_of(identifier: str) -> str:
    """The prefix of an id: `dgn` of `dgn_01KA…`."""
    return identifier.partition("_")[0]
