"""What may be said on a connection, and what comes back."""

import json
from datetime import timedelta
from typing import Any

import pytest

from casebook.domain.events.chat import ContentDelta
from casebook.domain.events.event import Draft
from casebook.sockets import Sockets
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


def numbers(frames: list[dict[str, Any]]) -> list[int]:
    """Every number that the frames tell of: of an event, or of one that was left out."""
    told: list[int] = []
    for frame in frames:
        if "data" in frame:
            told.append(frame["seq"])
        elif frame["type"] == "events-skipped":
            told += range(frame["first"], frame["seq"] + 1)
    return told


def test_who_wants_some_types_gets_those_and_every_number() -> None:
    world = Socket()
    session = world.start()
    wanted = ["message-start", "message-complete"]

    world.send(action="subscribe", stream=session, types=wanted)
    for client_id in ("c1", "c2"):
        world.say(session, "what changed?", client_id)
        world.run_turn()

    frames = world.wire.posted["c1"]
    assert [frame["type"] for frame in frames if "data" in frame] == wanted * 2
    assert numbers(frames) == list(range(1, len(world.log.read(session)) + 1))
    assert "content-delta" not in {frame["type"] for frame in frames}
    skipped = [frame for frame in frames if frame["type"] == "events-skipped"]
    assert all(frame["types"] == sorted(wanted) for frame in skipped)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_replay_of_some_types_tells_every_number_too(after: int) -> None:
    world = Socket()
    session = world.start()
    world.say(session)
    world.run_turn()
    last = len(world.log.read(session))

    frames = world.send(action="subscribe", stream=session, after=after, types=["message-complete"])

    assert [frame["seq"] for frame in frames if "data" in frame] == [last]
    assert numbers(frames) == list(range(after + 1, last + 1))


def test_text_comes_to_who_wants_it() -> None:
    world = Socket()
    session = world.start()
    world.send(action="subscribe", stream=session, types=["content-delta"])
    world.say(session)
    world.run_turn()

    text = [each for each in world.wire.posted["c1"] if each["type"] == "content-delta"]

    assert "".join(frame["text"] for frame in text if "seq" not in frame) == "All is well."


def test_subscribing_again_changes_the_types() -> None:
    world = Socket()
    session = world.start()
    first = world.send(action="subscribe", stream=session, types=["message-complete"])
    again = world.send(action="subscribe", stream=session)

    assert [frame["type"] for frame in first] == ["events-skipped", "subscribed"]
    assert first[-1]["types"] == ["message-complete"]
    assert [frame["type"] for frame in again] == ["session-started", "subscribed"]
    assert "types" not in again[-1]


@pytest.mark.parametrize("types", [["tea"], ["message-complete", "tea"]])
def test_a_type_that_does_not_exist_is_refused_by_name(types: list[str]) -> None:
    world = Socket()

    (answer,) = world.send(action="subscribe", stream=world.start(), types=types)

    assert (answer["type"], answer["status"]) == ("error", 400)
    assert "no type of event tea;" in answer["detail"]


def test_to_want_nothing_is_a_mistake() -> None:
    world = Socket()

    (answer,) = world.send(action="subscribe", stream=world.start(), types=[])

    assert answer["errors"][0]["field"] == "subscribe.types"


def test_who_unsubscribed_gets_nothing_more_of_that_stream() -> None:
    world = Socket()
    session, other = world.start(), world.start()
    for stream in (session, other):
        world.send(action="subscribe", stream=stream)

    (answer,) = world.send(action="unsubscribe", stream=session)

    assert answer == {"type": "unsubscribed", "stream": session}
    assert world.connections.subscribers(session) == []
    assert len(world.connections.subscribers(other)) == 1
    assert world.send(action="unsubscribe", stream=session) == [answer]


@pytest.mark.parametrize(
    "frame",
    [
        {"action": "subscribe", "stream": "ses_404"},
        {"action": "unsubscribe", "stream": "ses_404"},
        {"action": "ping"},
        {"action": "dance"},
        {"action": "subscribe", "stream": "ses_1", "after": -1},
        {"action": "message", "workloadId": WORKLOAD, "sessionId": "ses_404", "message": "hello",
         "clientMessageId": "c1"},
    ],
)  # fmt: skip
def test_what_answers_a_frame_has_its_id(frame: dict[str, Any]) -> None:
    (answer,) = Socket().send(**frame, id="pane-1")

    assert answer["id"] == "pane-1"
    if answer["type"] == "error":
        named = frame.keys() & {"action", "stream", "sessionId", "clientMessageId"}
        assert {name: answer[name] for name in named} == {name: frame[name] for name in named}


@pytest.mark.parametrize("id", ["x" * 65, 7, None, {"a": 1}])
def test_an_id_that_is_none_comes_not_back(id: object) -> None:
    (answer,) = Socket().send(action="ping", id=id)

    assert "id" not in answer


@pytest.mark.parametrize("after", [3, 4, 999])
def test_who_has_everything_of_an_ended_stream_hears_that_it_has_ended(after: int) -> None:
    world = Socket()
    session = world.start()
    world.chat.end(ANN, WORKLOAD, session)
    last = len(world.log.read(session))

    (*_, answer) = world.send(action="subscribe", stream=session, after=max(after, last))

    assert (answer["type"], answer["seq"], answer["ended"]) == ("subscribed", last, True)


def test_a_long_replay_comes_in_few_frames_to_who_asks_for_that() -> None:
    world = Socket()
    session = world.start()
    said = ContentDelta(message="msg_1", offset=0, text="well")
    for written in range(1, 800, 47):
        world.log.append(session, written, [Draft("agent", said)] * 47)

    *batches, last = world.send(action="subscribe", stream=session, batch=True)
    single = world.send(action="subscribe", stream=session)

    frames = [frame for batch in batches for frame in batch["frames"]]
    assert [*frames, last] == single
    assert len(single) == 801
    assert len(batches) < 20


def test_a_replay_in_batches_leaves_out_what_is_not_wanted_too() -> None:
    world = Socket()
    session = world.start()
    world.say(session)
    world.run_turn()

    frames = world.send(action="subscribe", stream=session, types=["message-start"], batch=True)

    assert [frame["type"] for frame in frames] == ["batch", "subscribed"]
    kinds = [frame["type"] for frame in frames[0]["frames"]]
    assert kinds == ["events-skipped", "message-start", "events-skipped"]


def test_a_defect_is_answered_as_an_error_that_names_the_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = Socket()

    def breaks(*_: object) -> None:
        raise KeyError("status")

    monkeypatch.setattr(type(world.sessions), "header", breaks)
    (answer,) = world.send(action="subscribe", stream="ses_1", id="pane-1")

    assert (answer["type"], answer["status"], answer["id"]) == ("error", 500, "pane-1")
    assert "status" not in answer["detail"]


def test_who_left_a_project_is_served_no_longer_than_their_token_said_otherwise() -> None:
    world = Socket(who=None)
    until = world.clock.now() + timedelta(minutes=20)
    Sockets(world.connections, world.clock, 7200).connect(
        "c1", ANN.model_copy(update={"until": until})
    )
    session = world.start()
    world.send(action="subscribe", stream=session)

    world.clock.move(minutes=20)

    assert world.connections.subscribers(session) == []
    (answer,) = world.send(action="ping")
    assert (answer["status"], answer["retryable"]) == (403, True)


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
