"""One DynamoDB table, spoken to in plain Python values.

Expressions name attributes as `#name` and values as `:name`; this module resolves both, so a caller
never meets a reserved word. Strings, numbers and booleans are all that Casebook stores,
and sets of strings where writers side by side put in and take out; structured values are JSON text.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple, cast
from uuid import uuid4

from casebook.adapters.aws import Aws
from casebook.adapters.dynamodb.contention import ATTEMPTS, Contended, in_turn
from casebook.errors import AwsCallFailed, Unavailable

Value = str | int | float | bool
Values = Mapping[str, Value | frozenset[str]]
Item = dict[str, Value]
Key = tuple[str, str]

# The shape of what this code writes, and the newest that it reads: the number of the last migration
# (migrations/). Every Put carries it as `v`; an item without one is older than numbers are.
VERSION = 3
_STAMP = {"v": {"N": str(VERSION)}}

_MARK = "write"
_NAME = re.compile(r"#(\w+)")
_NO_VALUES: Values = MappingProxyType({})
INDEX = "gsi1"
PROJECT_INDEX = "gsi2"


class ConditionFailed(Exception):
    """A conditional write found the item otherwise; `found` is the item, empty if there is none."""

    def __init__(self, found: Item) -> None:
        super().__init__("the condition was not met")
        self.found = found


# Why a transaction is cancelled: "not so", "not now", and whatever else says "never".
# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
_CONDITION = "ConditionalCheckFailed"
_LATER = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})


class TransactionRefused(Exception):
    """A condition of a transaction was not met; `reasons` has a code an action, `None` if it was
    fine."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(f"transaction refused: {', '.join(reasons)}")
        self.reasons = tuple(reasons)


class ItemTooNew(Unavailable):
    """An item has a later shape than this code knows. A retry helps while a deployment is under
    way, when the next call may meet the newer code."""

    def __init__(self, item: Mapping[str, Mapping[str, Any]]) -> None:
        where = f"{item['pk']['S']} / {item['sk']['S']}"
        super().__init__(
            f"the item {where} has version {item['v']['N']}, and this code reads up to {VERSION}: "
            f"deploy the newer code, or with it run `casebook migrate --to {VERSION}`"
        )


class Put(NamedTuple):
    item: Item
    condition: str = ""
    values: Values = _NO_VALUES


class Update(NamedTuple):
    """`expression` is DynamoDB's: `SET #a = :a REMOVE #b`."""

    key: Key
    expression: str
    condition: str = ""
    values: Values = _NO_VALUES


class Delete(NamedTuple):
    key: Key
    condition: str = ""
    values: Values = _NO_VALUES


Write = Put | Update | Delete


class Table:
    def __init__(
        self,
        aws: Aws,
        name: str,
        *,
        attempts: int = ATTEMPTS,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`attempts` are those of a write that meets other writers on its items."""
        self._aws = aws
        self._name = name
        self._in_turn = partial(in_turn, attempts=attempts, pause=pause)

    def get(self, pk: str, sk: str, *, consistent: bool = True) -> Item | None:
        answer = self._call("GetItem", {"Key": _key((pk, sk)), "ConsistentRead": consistent})
        return _plain(answer["Item"]) if "Item" in answer else None

    def query(
        self,
        condition: str,
        values: Item,
        *,
        index: bool = False,
        index_name: str = INDEX,
        newest_first: bool = False,
        limit: int | None = None,
        filter: str = "",
    ) -> Iterator[Item]:
        """Items of one partition in the order of their sort key, over as many pages as there are.

        Reads of the table itself are consistent; an index never is. With a `filter` whole pages of
        up to 1 MB are read, whatever the limit.
        """
        request: dict[str, Any] = {
            "KeyConditionExpression": condition,
            "ScanIndexForward": not newest_first,
            **({"IndexName": index_name} if index else {"ConsistentRead": True}),
            **({"FilterExpression": filter} if filter else {"Limit": limit} if limit else {}),
            **_expressions(condition + filter, values),
        }
        left = limit
        while True:
            page = self._call("Query", request)
            for item in page.get("Items", []):
                yield _plain(item)
                if left is not None and (left := left - 1) == 0:
                    return
            if "LastEvaluatedKey" not in page:
                return
            request["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def scan(self, limit: int, after: Key | None = None) -> tuple[list[Item], Key | None]:
        """At most `limit` items of the whole table, in no order that means anything, and the key to
        go on behind; None when these were the last."""
        request: dict[str, Any] = {"Limit": limit, "ConsistentRead": True}
        if after is not None:
            request["ExclusiveStartKey"] = _key(after)
        page = self._call("Scan", request)
        last = page.get("LastEvaluatedKey")
        items = [_plain(item) for item in page.get("Items", [])]
        return items, (last["pk"]["S"], last["sk"]["S"]) if last else None

    def write(self, write: Write) -> Item:
        """One write; an update answers with the whole new item, the others with an empty one.

        A repeat whose first try did arrive, and whose answer was lost, finds its own mark in the
        item: it adds nothing twice, and is no condition that somebody else has broken.

        Raises:
            ConditionFailed: the item was not as the condition says.
            Unavailable: transactions of others were under way on it every time.
        """
        mark = uuid4().hex[:16]
        operation, request = _request(_marked(write, mark))
        request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        if isinstance(write, Update):
            request["ReturnValues"] = "ALL_NEW"
        elif isinstance(write, Delete):
            request["ReturnValues"] = "ALL_OLD"
        try:
            answer = self._in_turn(lambda: self._write(operation, request))
        except ConditionFailed as error:
            if error.found.get(_MARK) != mark:
                raise
            return error.found if isinstance(write, Update) else {}
        return _plain(answer.get("Attributes", {}))

    def _write(self, operation: str, request: Mapping[str, Any]) -> Any:
        try:
            return self._call(operation + "Item", request)
        except AwsCallFailed as error:
            if error.code == "ConditionalCheckFailedException":
                raise ConditionFailed(_plain(error.body.get("Item") or {})) from error
            if error.code == "TransactionConflictException":
                raise Contended from error
            raise

    def transact(self, *writes: Write) -> None:
        """All writes or none. A repeat after a lost answer changes nothing: it has a token.

        Raises:
            TransactionRefused: a condition was not met; with the reason of each write.
            Unavailable: others wrote to the same items every time.
            AwsCallFailed: it can never be carried out (too large, say).
        """
        actions: list[dict[str, Any]] = []
        for write in writes:
            operation, request = _request(write)
            actions.append({operation: request | {"TableName": self._name}})
        self._in_turn(lambda: self._transact(actions))

    def _transact(self, actions: Sequence[Mapping[str, Any]]) -> None:
        body = {"TransactItems": actions, "ClientRequestToken": str(uuid4())}
        try:
            self._aws.json_call("dynamodb", "DynamoDB_20120810.TransactWriteItems", body)
        except AwsCallFailed as error:
            if error.code != "TransactionCanceledException":
                raise
            reasons = [
                reason.get("Code", "None") for reason in error.body.get("CancellationReasons", [])
            ]
            if _CONDITION in reasons:
                raise TransactionRefused(reasons) from error
            if _LATER.isdisjoint(reasons):
                raise
            raise Contended from error

    def is_active(self) -> bool:
        """Whether the table answers a consistent read; of which item does not matter."""
        self.get("HEALTH", "SELF")
        return True

    def _call(self, operation: str, request: Mapping[str, Any]) -> Any:
        body = {"TableName": self._name, **request}
        return self._aws.json_call("dynamodb", f"DynamoDB_20120810.{operation}", body)


def _marked(write: Write, mark: str) -> Write:
    """With a mark of its own in the item, where a repeat would be another write."""
    match write:
        case Put() if write.condition:
            return write._replace(item=write.item | {_MARK: mark})
        case Update():
            rest = write.expression
            joint = ", " if rest.startswith("SET ") else " "
            new = f"(attribute_not_exists(#{_MARK}) OR #{_MARK} <> :{_MARK})"
            return Update(
                write.key,
                f"SET #{_MARK} = :{_MARK}{joint}{rest.removeprefix('SET ')}",
                f"({write.condition}) AND {new}" if write.condition else new,
                {**write.values, _MARK: mark},
            )
    return write


def _request(write: Write) -> tuple[str, dict[str, Any]]:
    """DynamoDB's name of the operation (without `Item`) and its request."""
    condition = {"ConditionExpression": write.condition} if write.condition else {}
    request: dict[str, Any]
    match write:
        case Put():
            operation, request, text = "Put", {"Item": _wire(write.item) | _STAMP}, write.condition
        case Update():
            operation = "Update"
            request = {"Key": _key(write.key), "UpdateExpression": write.expression}
            text = write.condition + write.expression
        case Delete():
            operation, request, text = "Delete", {"Key": _key(write.key)}, write.condition
    return operation, {**request, **condition, **_expressions(text, write.values)}


def _expressions(text: str, values: Values) -> dict[str, Any]:
    names = {f"#{name}": name for name in _NAME.findall(text)}
    expressions: dict[str, Any] = {}
    if names:
        expressions["ExpressionAttributeNames"] = names
    if values:
        expressions["ExpressionAttributeValues"] = {f":{k}": _typed(v) for k, v in values.items()}
    return expressions


def _key(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}


def _wire(item: Item) -> dict[str, Any]:
    return {name: _typed(value) for name, value in item.items()}


def _typed(value: Value | frozenset[str]) -> dict[str, Any]:
    if isinstance(value, frozenset):
        return {"SS": sorted(value)}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int | float):
        return {"N": repr(value)}
    return {"S": value}


def _plain(item: Mapping[str, Mapping[str, Any]]) -> Item:
    if "v" in item and int(item["v"]["N"]) > VERSION:
        raise ItemTooNew(item)
    return {name: _untyped(*next(iter(typed.items()))) for name, typed in item.items()}


def strings(item: Item | None, name: str) -> frozenset[str]:
    """A set of strings; empty without one, as DynamoDB keeps none that is empty."""
    return frozenset(cast("Iterable[str]", (item or {}).get(name, ())))


def _untyped(kind: str, value: Any) -> Value:
    if kind == "SS":
        return frozenset(value)  # type: ignore[return-value]  # it is read with `strings`
    if kind == "N":
        return float(value) if "." in value or "e" in value.lower() else int(value)
    return value  # type: ignore[no-any-return]
