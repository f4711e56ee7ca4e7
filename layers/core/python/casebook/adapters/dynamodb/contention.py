"""Transactions on items that many writers want at the same time.

DynamoDB does not queue them: while one is under way on an item, another is cancelled with
`TransactionConflict`, which says nothing about its conditions. So it is tried again, with full
jitter.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
"""

import random
import time
from collections.abc import Callable

from casebook.adapters.dynamodb.table import Table, TransactionRefused, Write
from casebook.errors import Unavailable

# Codes of a reason that mean "not now", where all others mean "not so".
_LATER = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
ATTEMPTS = 25  # ten seconds, when every wait is of middling length
_FIRST_WAIT_SECONDS = 0.02
_LONGEST_WAIT_SECONDS = 1.0


def transact_in_turn(
    table: Table,
    *writes: Write,
    attempts: int = ATTEMPTS,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """All writes or none, however many others write to the same items.

    Raises:
        TransactionRefused: a condition was not met.
        Unavailable: others were faster every time.
    """
    for attempt in range(attempts):
        try:
            table.transact(*writes)
        except TransactionRefused as error:
            if _LATER.isdisjoint(error.reasons):
                raise
            longest = min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2**attempt)
            pause(random.uniform(0, longest))
        else:
            return
    raise Unavailable("too many calls want the same budget at this moment", retry_after_seconds=2)
