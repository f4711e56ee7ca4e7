"""What DynamoDB charges for writes: one unit for each KB of an item, twice that in a transaction.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html

An update counts the whole item; those that Casebook updates are below one KB.
"""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

KB = 1024
_SINGLE = ("PutItem", "UpdateItem", "DeleteItem")


def write_units(operation: str, request: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The partition and the units of each write in a request; nothing for a request that reads."""
    if operation in _SINGLE:
        yield _partition(request), _units(request)
    for action in request.get("TransactItems", ()):
        for write in action.values():
            yield _partition(write), 2 * _units(write)


def _partition(write: Mapping[str, Any]) -> str:
    return str((write.get("Item") or write["Key"])["pk"]["S"])


def _units(write: Mapping[str, Any]) -> int:
    item = write.get("Item")
    return math.ceil(len(json.dumps(item)) / KB) if item else 1
