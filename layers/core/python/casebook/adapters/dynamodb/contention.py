"""Writes to items that many writers want at the same time.

DynamoDB does not queue them: while a transaction is under way on an item, another one is cancelled
with `TransactionConflict`, and a single write is refused with `TransactionConflictException`. That
says nothing about conditions, so it is tried again, with full jitter; so is what was throttled.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from casebook.errors import Unavailable

T = TypeVar("T")

ATTEMPTS = 25  # ten seconds, when every wait is of middling length
_FIRST_WAIT_SECONDS = 0.02
_LONGEST_WAIT_SECONDS = 1.0


class Contended(Exception):
    """Not now: another writer was faster, or too much is written."""


def in_turn(
    write: Callable[[], T],
    *,
    attempts: int = ATTEMPTS,
    pause: Callable[[float], None] = time.sleep,
) -> T:
    """Write, however many others write to the same items.

    Raises:
        Unavailable: `write` was `Contended` every time.
    """
    for attempt in range(attempts):
        try:
            return write()
        except Contended:
            longest = min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2**attempt)
            pause(random.uniform(0, longest))
    raise Unavailable("too many writers want the same items at this moment", retry_after_seconds=2)
