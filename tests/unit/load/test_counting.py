"""What functions ask of the emulator is counted by function, where every request passes."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tests.load.counting import PATH, Counted, Message, Receive, Send
from tests.load.counts import Asked, Counts

TURN = "Casebook-local-agent-turn"
PUT = {"TableName": "t", "Item": {"pk": {"S": "STREAM#1"}, "sk": {"S": "EVENT#1"}}}


async def emulator(scope: Message, receive: Receive, send: Send) -> None:
    await receive()


def asked(
    path: str, target: str = "", body: Any = None, key: str = "KEY1"
) -> tuple[Message, bytes]:
    authorization = f"AWS4-HMAC-SHA256 Credential={key}/20261130/us-east-1/dynamodb/aws4_request"
    headers = [(b"authorization", authorization.encode()), (b"x-amz-target", target.encode())]
    return {"type": "http", "path": path, "headers": headers}, json.dumps(body).encode()


def counts_of(*requests: tuple[Message, bytes]) -> Counts:
    counted = Counted(emulator, lambda key: {"KEY1": TURN}.get(key, ""))
    answers: list[Message] = []

    async def send(message: Message) -> None:
        answers.append(message)

    async def serve() -> None:
        for scope, body in (*requests, asked(PATH)):

            async def receive(body: bytes = body) -> Message:
                return {"type": "http.request", "body": body}

            await counted(scope, receive, send)

    asyncio.run(serve())
    document = json.loads(answers[-1]["body"])
    return Counts(document["callers"], document["lagP99"])


def test_requests_and_write_units_are_counted_for_the_function_whose_key_signed() -> None:
    transaction = {"TransactItems": [{"Put": PUT}, {"Update": {"Key": PUT["Item"]}}]}
    table = "DynamoDB_20120810."

    counts = counts_of(
        asked("/", table + "PutItem", PUT),
        asked("/", table + "TransactWriteItems", transaction),
        asked("/", table + "GetItem", {"Key": PUT["Item"]}),
        asked("/_aws/execute-api/x/live/@connections/c1"),
        asked("/", table + "PutItem", PUT, key="KEY2"),
    )

    assert counts.requests == 5
    assert counts.a_turn(1, Counts({}, 0.0)) == Asked(3, 1 + 2 + 2, 1, 4)
    assert counts.a_diagnosis(1, Counts({}, 0.0)) == Asked(0, 0, 0, 0)


def test_what_was_counted_before_and_how_many_there_were_is_taken_into_account() -> None:
    before = Counts({TURN: {"tableRequests": 10, "writeUnits": 4}}, 0.0)
    after = Counts({TURN: {"tableRequests": 34, "writeUnits": 36}}, 0.0)

    asked_each = after.a_turn(2, before)

    assert (asked_each.requests, asked_each.write_units) == (12, 16)
