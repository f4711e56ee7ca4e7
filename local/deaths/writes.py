"""What a function writes, by names, as it is seen in a request to AWS.

The standard library alone: it runs in the emulator's interpreter too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote

_SCOPE = re.compile(r"Credential=([^/]+)/\d+/[^/]+/([^/]+)/")
_SINGLE = ("PutItem", "UpdateItem", "DeleteItem")
_EVENT = "EVENT#"


class Write(StrEnum):
    """Kinds of writes. A request that appends events also has the name of each event's type."""

    ANY = "any"
    """Each of those below."""
    TABLE = "table"
    """To the table, whatever it is."""
    EVENT = "event"
    """Events of a stream."""
    SNAPSHOT = "snapshot"
    """The folded state of a stream."""
    HEADER = "header"
    """The header of a session or diagnosis."""
    MARK = "mark"
    """A workload's mark of its open diagnosis."""
    EVIDENCE = "evidence"
    """An object in S3."""
    PUSH = "push"
    """A frame to a WebSocket connection."""
    INVOKE = "invoke"
    """Another function's invocation."""
    START = "start"
    """A start of the state machine."""
    ANSWER = "answer"
    """An answer to a gate that waits."""
    PUBLISH = "publish"
    """A result to SNS."""


_BY_SORT_KEY = {
    _EVENT: Write.EVENT,
    "SNAPSHOT#": Write.SNAPSHOT,
    "HEAD": Write.HEADER,
    "OPEN": Write.MARK,
}
_BY_TARGET = {
    "AWSStepFunctions.StartExecution": Write.START,
    "AWSStepFunctions.SendTaskSuccess": Write.ANSWER,
}


class Request(NamedTuple):
    """A request to AWS. Header names are in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def access_key(self) -> str:
        """Of whoever signed it; empty for a request that nobody signed."""
        return self._scope[0]

    @property
    def writes(self) -> frozenset[str]:
        """The names of what it writes; none for one that reads."""
        names = frozenset(self._writes())
        return names | {Write.ANY} if names else names

    @property
    def _scope(self) -> tuple[str, str]:
        """The access key and the service."""
        found = _SCOPE.search(self.headers.get("authorization", ""))
        return (found[1], found[2]) if found else ("", "")

    def _writes(self) -> Iterator[str]:
        target = self.headers.get("x-amz-target", "")
        match self._scope[1]:
            case "dynamodb":
                yield from _to_table(target.rpartition(".")[2], self.body)
            case "states" if target in _BY_TARGET:
                yield _BY_TARGET[target]
            case "s3" if self.method == "PUT":
                yield Write.EVIDENCE
            case "lambda" if self.method == "POST" and self.path.endswith("/invocations"):
                yield Write.INVOKE
            case "execute-api" if self.method == "POST" and "/@connections/" in unquote(self.path):
                yield Write.PUSH
            case "sns" if parse_qs(self.body.decode()).get("Action") == ["Publish"]:
                yield Write.PUBLISH


def _to_table(operation: str, body: bytes) -> Iterator[str]:
    if operation not in (*_SINGLE, "TransactWriteItems"):
        return
    request = json.loads(body)
    yield Write.TABLE
    for write in [request] if operation in _SINGLE else _of_transaction(request):
        item: Mapping[str, Any] = write.get("Item") or write["Key"]
        sort_key = str(item["sk"]["S"])
        family, mark, _ = sort_key.partition("#")
        if name := _BY_SORT_KEY.get(family + mark):
            yield name
        if family + mark == _EVENT and "type" in item:
            yield str(item["type"]["S"])


def _of_transaction(request: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What it writes; what it only checks is not among it."""
    for action in request["TransactItems"]:
        yield from (write for kind, write in action.items() if kind != "ConditionCheck")
