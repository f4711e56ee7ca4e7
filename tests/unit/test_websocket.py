"""What may be said on a connection, and what comes back."""

import json
from datetime import timedelta
from typing import Any

import pytest

from casebook.tickets import Tickets
from casebook.websocket import WebSocket
from casebook.websocket_events import admission, admitted
from local.memory.diagnoses import MemoryDiagnosisStore
from tests.unit.chat.world import ANN, EVE, WORKLOAD, World


class Socket(World):
    """A chat world with one connection to it."""

    def __init__(self, who: Any = ANN) -> None:
        super().__init__()
        self.socket = WebSocket(
            self.connections,
            self.sessions,
            MemoryDiagnosisStore(self.log),
            self.log,
            self.push,
            self.chat,
            self.clock,
            connection_seconds=7200,
        )
        if who:
            self.connections.connect("c1", who, self.clock.now() + timedelta(hours=2))

    def send(self, **frame: Any) -> list[dict[str, Any]]:
        """What the frame brought back."""
        before = len(self.wire.posted["c1"])
        self.socket.receive("c1", json.dumps(frame))
        return self.wire.posted["c1"][before:]


def test_subscribing_replays_what_came_after_and_says_when_that_is_done() -> None:
    world = Socket()
    session = world.start()
    world.say(session)
    world.run_turn()

    frames = world.send(action="subscribe", stream=session, after=1)

    assert [frame.get("seq") for frame in frames] == [2, 3, 4, 4]
    assert frames[-1] == {"type": "subscribed", "stream": session, "seq": 4, "ended": False}


def test_after_subscribing_events_come_by_themselves() -> None:
    world = Socket()
    session = world.start()
    world.send(action="subscribe", stream=session, after=1)

    frames = world.send(
        action="message",
        workloadId=WORKLOAD,
        sessionId=session,
        message="well?",
        clientMessageId="c1",
    )
    world.run_turn()

    assert [frame["type"] for frame in frames] == ["message-accepted", "accepted"]
    assert world.wire.posted["c1"][-1]["type"] == "message-complete"


def test_a_ping_is_answered() -> None:
    assert Socket().send(action="ping")[0]["type"] == "keep-alive"


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        ({}, "body"),
        ({"action": "dance"}, "body"),
        ({"action": "subscribe"}, "subscribe.stream"),
        ({"action": "subscribe", "stream": "ses_1", "after": -1}, "subscribe.after"),
    ],
)
def test_a_malformed_frame_is_answered_with_what_is_wrong(
    frame: dict[str, Any], field: str
) -> None:
    (answer,) = Socket().send(**frame)

    assert (answer["type"], answer["status"]) == ("error", 400)
    assert field in [each["field"] for each in answer["errors"]]


def test_a_frame_that_is_no_json_is_answered_too() -> None:
    world = Socket()

    world.socket.receive("c1", "hello?")

    assert world.wire.posted["c1"][0]["status"] == 400


@pytest.mark.parametrize("stream", ["ses_404", "dgn_404", "wkl_1", "whatever"])
def test_an_unknown_stream_is_not_found(stream: str) -> None:
    (answer,) = Socket().send(action="subscribe", stream=stream)

    assert answer["status"] == 404


def test_a_session_of_somebody_else_is_not_found() -> None:
    world = Socket(EVE)

    (answer,) = world.send(action="subscribe", stream=world.start())

    assert answer["status"] == 404
    assert world.connections.subscribers(answer.get("stream", "")) == []


def test_a_connection_that_nobody_signed_in_is_refused() -> None:
    (answer,) = Socket(who=None).send(action="ping")

    assert answer["status"] == 403


def test_a_ticket_lets_in_once_and_not_after_a_minute() -> None:
    world = World()
    tickets = Tickets(world.connections, world.clock, "wss://example.invalid/live", seconds=60)
    used, late = tickets.issue(ANN), tickets.issue(ANN)

    assert tickets.redeem(used.ticket) == ANN
    assert tickets.redeem(used.ticket) is None
    world.clock.move(seconds=60)
    assert tickets.redeem(late.ticket) is None
    assert tickets.redeem("made up") is None


def test_the_identity_travels_from_the_authorizer_to_the_connection() -> None:
    answer = admission(ANN, "arn:aws:execute-api:us-east-1:1:a/live/$connect")
    refused = admission(None, "arn")

    assert answer["policyDocument"]["Statement"][0]["Effect"] == "Allow"
    assert refused["policyDocument"]["Statement"][0]["Effect"] == "Deny"
    assert admitted({"requestContext": {"authorizer": answer["context"]}}) == ANN
