"""A table that refuses and loses as DynamoDB does, over moto, and holds to DynamoDB's limits."""

import json
from collections.abc import Mapping
from itertools import count, cycle
from random import Random
from typing import Any

import boto3

from casebook.adapters.aws import Aws, Credentials
from casebook.adapters.dynamodb.table import Table
from casebook.adapters.warm import Answer, NoAnswer
from tests.conformance.conftest import create_table

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
MOST_WRITES, MOST_BYTES, MOST_ITEM_BYTES = 100, 4 * 1024**2, 400 * 1024
_SHARE = 0.2
"""Of the requests that something happens to."""
_NOT_NOW = "TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError"
_SINGLE_WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem"})
_numbers = count(1)


class UnreliableAws(Aws):
    """Some requests meet another transaction, some are throttled, and of some that were carried out
    the answer is lost: two in a row at most, so that a retry helps. Every example of a test meets
    the same; `happened` counts them by what it was."""

    def __init__(self, endpoint: str) -> None:
        super().__init__("us-east-1", Credentials("test", "test"), endpoint, pause=lambda _: None)
        self._random = Random(1)
        self._in_a_row = 0
        self._reasons = cycle(_NOT_NOW)
        self._answered: dict[str, Answer] = {}
        self.happened: dict[str, int] = {}

    def _send_once(
        self, method: str, url: str, body: bytes, service: str, headers: Mapping[str, str]
    ) -> Answer:
        operation = headers["x-amz-target"].rpartition(".")[2]
        request = json.loads(body)
        token = request.get("ClientRequestToken", "")
        if token in self._answered:  # moto does not know that it is the same request
            return self._answered[token]
        if (refusal := self._refusal(operation, request)) is not None:
            return refusal
        answer = super()._send_once(method, url, body, service, headers)
        if token and answer.status < 300:
            self._answered[token] = answer
        if self._happens(_SHARE / 3):
            self._count("answer lost")
            raise NoAnswer("the connection was closed")
        return answer

    def _refusal(self, operation: str, request: Any) -> Answer | None:
        if not self._keeps_limits(operation, request):
            return _refused("ValidationException", "too large")
        if not self._happens(_SHARE):
            return None
        if operation == "TransactWriteItems":
            code = next(self._reasons)
            self._count(code)
            reasons: list[dict[str, str]] = [{"Code": "None"} for _ in request["TransactItems"]]
            reasons[-1] = {"Code": code}
            return _refused(
                "TransactionCanceledException", "cancelled", {"CancellationReasons": reasons}
            )
        code = "ProvisionedThroughputExceededException"
        if operation in _SINGLE_WRITES and self._random.random() < 0.5:
            code = "TransactionConflictException"
        self._count(code)
        return _refused(code, "not now")

    def _keeps_limits(self, operation: str, request: Any) -> bool:
        if operation == "TransactWriteItems":
            writes = [next(iter(each.values())) for each in request["TransactItems"]]
        else:
            writes = [request]
        sizes = [len(json.dumps(each["Item"])) for each in writes if "Item" in each]
        here = (len(writes), sum(sizes), max(sizes, default=0))
        limits = (MOST_WRITES, MOST_BYTES, MOST_ITEM_BYTES)
        return all(size <= limit for size, limit in zip(here, limits, strict=True))

    def _happens(self, share: float) -> bool:
        happens = self._in_a_row < 2 and self._random.random() < share
        self._in_a_row = self._in_a_row + 1 if happens else 0
        return happens

    def _count(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1


class Tables:
    """Fresh tables in one moto, each with its own troubles."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        self._client: Any = boto3.client(
            "dynamodb", endpoint_url=endpoint, region_name="us-east-1", **keys
        )
        self.opened: list[UnreliableAws] = []

    def fresh(self) -> Table:
        name = f"table-{next(_numbers)}"
        create_table(self._client, name)
        aws = UnreliableAws(
            self._endpoint,
        )
        self.opened.append(aws)
        return Table(aws, name, pause=lambda _: None)

    @property
    def happened(self) -> set[str]:
        return {what for aws in self.opened for what in aws.happened}


def _refused(code: str, message: str, more: Mapping[str, Any] | None = None) -> Answer:
    body = {
        "__type": f"com.amazonaws.dynamodb.v20120810#{code}",
        "message": message,
        **(more or {}),
    }
    return Answer(400, {}, json.dumps(body).encode())
