"""Which requests are which writes, and which of them a process dies of."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pytest

from local.deaths.dying import PATH, Death, Message, Mortal, Processes, Receive, Send
from local.deaths.planning import checked
from local.deaths.writes import Request, Write
from local.errors import DeathNotPossible

TURN = "Casebook-local-agent-turn"
EVENT = {"pk": {"S": "STREAM#1"}, "sk": {"S": "EVENT#0000000001"}, "type": {"S": "message-start"}}
HEAD = {"pk": {"S": "STREAM#1"}, "sk": {"S": "HEAD"}}


def request(
    service: str, target: str = "", body: Any = None, path: str = "/", method: str = "POST"
) -> Request:
    scope = f"P1/20261130/us-east-1/{service}/aws4_request"
    headers = {
        "authorization": f"AWS4-HMAC-SHA256 Credential={scope}",
        "x-amz-target": target,
    }
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request(method, path, headers, sent)


def to_table(operation: str, body: Any) -> Request:
    return request("dynamodb", f"DynamoDB_20120810.{operation}", body)


PUT = to_table("PutItem", {"Item": EVENT})
UPDATE = to_table("UpdateItem", {"Key": HEAD})


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (PUT, {Write.TABLE, Write.EVENT, "message-start"}),
        (UPDATE, {Write.TABLE, Write.HEADER}),
        (
            to_table(
                "TransactWriteItems",
                {
                    "TransactItems": [
                        {"Put": {"Item": EVENT}},
                        {"ConditionCheck": {"Key": HEAD}},
                        {"Delete": {"Key": {"pk": {"S": "WORKLOAD#1"}, "sk": {"S": "OPEN"}}}},
                    ]
                },
            ),
            {Write.TABLE, Write.EVENT, Write.MARK, "message-start"},
        ),
        (to_table("PutItem", {"Item": HEAD | {"sk": {"S": "SNAPSHOT#1"}}}), {"table", "snapshot"}),
        (to_table("PutItem", {"Item": HEAD | {"sk": {"S": "OBSERVED#OPEN"}}}), {Write.TABLE}),
        (to_table("GetItem", {"Key": HEAD}), set()),
        (to_table("Query", {}), set()),
        (request("states", "AWSStepFunctions.StartExecution", {}), {Write.START}),
        (request("states", "AWSStepFunctions.SendTaskSuccess", {}), {Write.ANSWER}),
        (request("states", "AWSStepFunctions.DescribeExecution", {}), set()),
        (request("s3", path="/bucket/evidence", method="PUT"), {Write.EVIDENCE}),
        (request("s3", path="/bucket/evidence", method="GET"), set()),
        (request("lambda", path="/2015-03-31/functions/f/invocations"), {Write.INVOKE}),
        (request("lambda", path="/2015-03-31/functions/f/invocations", method="GET"), set()),
        (request("execute-api", path="/_aws/execute-api/x/live/@connections/c"), {Write.PUSH}),
        (request("execute-api", path="/_aws/execute-api/x/live/%40connections/c"), {Write.PUSH}),
        (request("sns", body=b"Action=Publish&Message=a"), {Write.PUBLISH}),
        (request("sns", body=b"Action=GetTopicAttributes"), set()),
        (Request("POST", "/", {}, b""), set()),
    ],
)
def test_a_request_has_the_names_of_what_it_writes(asked: Request, names: set[str]) -> None:
    assert asked.writes == (names | {Write.ANY} if names else set())


class World:
    """An emulator that carries out what it gets, and processes P1 and P2 of a function."""

    def __init__(self, *deaths: Death) -> None:
        self.carried_out: list[bytes] = []
        self.story: list[str] = []
        self.answers: list[Message] = []
        self.mortal = Mortal(self._emulator, Processes(self._function_of, self._kill))
        for death in deaths:
            self.asks("POST", asdict(death))

    async def _emulator(self, scope: Message, receive: Receive, send: Send) -> None:
        message = await receive()
        self.carried_out.append(message["body"])
        self.story.append("done")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    def _function_of(self, key: str) -> str | None:
        return TURN if key in ("P1", "P2") else None

    async def _kill(self, key: str) -> None:
        self.story.append(f"{key} died")

    def serves(self, *requests: Request, process: str = "P1") -> list[int]:
        """The statuses of the answers."""
        return [self._serve(asked, process) for asked in requests]

    def asks(self, method: str, body: Any = None) -> Any:
        self._serve(Request(method, PATH, {}, json.dumps(body).encode()), "P1")
        return json.loads(self.answers[-1]["body"])

    def _serve(self, asked: Request, process: str) -> int:
        signed = asked.headers.get("authorization", "").replace("=P1/", f"={process}/")
        headers = {**asked.headers, "authorization": signed}
        scope = {
            "type": "http",
            "method": asked.method,
            "path": asked.path,
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        before = len(self.answers)

        async def receive() -> Message:
            return {"type": "http.request", "body": asked.body}

        async def send(message: Message) -> None:
            self.answers.append(message)

        asyncio.run(self.mortal(scope, receive, send))
        return int(self.answers[before]["status"])


def fired(world: World) -> Sequence[int]:
    return [planned["fired"] for planned in world.asks("GET")]


def test_a_process_dies_before_its_write_is_carried_out() -> None:
    world = World(Death(TURN, "message-start", moment="before"))

    assert world.serves(UPDATE, PUT) == [200, 503]
    assert world.story == ["done", "P1 died"]
    assert fired(world) == [1]


def test_a_process_dies_after_its_write_and_before_its_answer() -> None:
    world = World(Death(TURN, "table", nth=2))

    assert world.serves(UPDATE, PUT, UPDATE) == [200, 503, 200]
    assert world.story == ["done", "done", "P1 died", "done"]
    assert world.carried_out[1] == PUT.body


def test_each_process_counts_its_own_writes_until_so_many_have_died() -> None:
    world = World(Death(TURN, "any", nth=2, times=2))

    world.serves(PUT)
    assert world.serves(PUT, PUT, process="P2") == [200, 503]
    assert world.serves(PUT) == [503]
    assert world.serves(PUT, PUT, process="P3") == [200, 200]
    assert fired(world) == [2]


def test_nobody_else_dies_and_reading_is_no_write() -> None:
    world = World(Death("Casebook-local-coordinator", "any"), Death(TURN, "any"))

    assert world.serves(to_table("GetItem", {"Key": HEAD})) == [200]
    assert world.serves(PUT, process="a person") == [200]
    assert fired(world) == [0, 0]


def test_deaths_that_are_forgotten_do_not_happen() -> None:
    world = World(Death(TURN, "any"))

    assert world.asks("DELETE") == []
    assert world.serves(PUT) == [200]


@pytest.mark.parametrize(
    ("death", "message"),
    [
        (Death("turn", "any"), "There is no function 'turn'; there are agent_turn."),
        (Death("agent_turn", "evnet"), "There is no write 'evnet'; there are agent-completed, "),
        (Death("agent_turn", "any", moment="during"), "no moment 'during'; there are after"),  # type: ignore[arg-type]
        (Death("agent_turn", "any", nth=0), "1st write or a later one"),
        (Death("agent_turn", "any", times=0), "once or more"),
    ],
)
def test_a_death_that_cannot_be_is_refused_with_a_sentence(death: Death, message: str) -> None:
    with pytest.raises(DeathNotPossible) as refused:
        checked(death, ["agent_turn"])

    assert message in refused.value.message
