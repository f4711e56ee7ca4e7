"""The chat's endpoints, from start to end, through their own handlers."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.functions.conftest import Handler, body_of, http
from tests.functions.test_workloads import register

Load = Callable[[str], Handler]


class Api:
    """The chat as a front end calls it."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self.workload = register(load)["workloadId"]
        self.agent = f"/api/workloads/{self.workload}/agent"
        self.session = body_of(self.start())["sessionId"]

    def start(self, **caller: str) -> dict[str, Any]:
        return self._load("agent_start")(http("POST", f"{self.agent}/start", **caller))

    def say(self, text: str, client_id: str = "c1", **fields: Any) -> dict[str, Any]:
        body = {"sessionId": self.session, "message": text, "clientMessageId": client_id, **fields}
        return self._load("agent_message")(http("POST", f"{self.agent}/message", body=body))

    def answer(self, message: str) -> None:
        turn = self._load("agent_turn")
        turn({"sessionId": self.session, "messageId": message})

    def get(self, what: str, **query: str) -> dict[str, Any]:
        headers = {"accept": "text/event-stream"} if what == "events" else {}
        path = f"{self.agent}/{'stream' if what == 'events' else what}"
        name = "agent_history" if what == "history" else "agent_stream"
        return self._load(name)(http("GET", path, query=query or None, headers=headers))

    def stop(self) -> dict[str, Any]:
        body = {"sessionId": self.session}
        return self._load("agent_end")(http("POST", f"{self.agent}/stop", body=body))

    def end(self) -> dict[str, Any]:
        query = {"sessionId": self.session}
        return self._load("agent_end")(http("DELETE", self.agent, query=query))


@pytest.fixture
def api(load: Load) -> Api:
    return Api(load)


def test_a_session_tells_its_limits_and_how_to_follow_it(api: Api) -> None:
    answer = api.start()

    started = body_of(answer)
    assert answer["statusCode"] == 201
    assert started["limits"]["messagesPerSession"] == 100
    assert started["stream"].endswith(started["sessionId"])


def test_a_message_is_accepted_answered_and_remembered(api: Api) -> None:
    accepted = api.say("what can you do?")
    api.answer(body_of(accepted)["messageId"])

    history = body_of(api.get("history", sessionId=api.session))

    assert accepted["statusCode"] == 202
    assert [each["role"] for each in history["messages"]] == ["user", "agent"]
    assert history["messages"][1]["status"] == "complete"
    assert history["messages"][1]["text"]


def test_the_same_client_message_answers_the_same(api: Api) -> None:
    first, second = api.say("hello"), api.say("hello")

    assert body_of(first) == body_of(second)


def test_a_second_message_meanwhile_is_told_when_to_try_again(api: Api) -> None:
    api.say("hello")

    answer = api.say("and?", "c2")

    assert answer["statusCode"] == 409
    assert body_of(answer)["retryAfterSeconds"] == int(answer["headers"]["Retry-After"])
    assert body_of(answer)["retryable"] is True


def test_an_ended_session_answers_410(api: Api) -> None:
    assert api.end()["statusCode"] == 204
    assert api.end()["statusCode"] == 204

    assert api.say("hello")["statusCode"] == 410


def test_the_stream_is_given_with_a_ticket_and_the_events_so_far(api: Api) -> None:
    api.say("hello")

    stream = body_of(api.get("stream", sessionId=api.session, after="1"))

    assert [event["seq"] for event in stream["events"]] == [2]
    assert stream["webSocketUrl"].startswith("wss://")
    assert stream["expiresInSeconds"] == 60
    assert len(stream["ticket"]) > 30


def test_the_stream_is_given_as_server_sent_events_to_whoever_asks(api: Api) -> None:
    api.say("hello")

    answer = api.get("events", sessionId=api.session)

    assert answer["headers"]["Content-Type"] == "text/event-stream"
    fields = [line.partition(": ") for line in answer["body"].splitlines() if line]
    assert [value for name, _, value in fields if name == "id"] == ["1", "2"]
    data = [json.loads(value) for name, _, value in fields if name == "data"]
    assert [event["type"] for event in data] == ["session-started", "message-accepted"]


def test_server_sent_events_of_a_session_that_has_ended_end_too(api: Api) -> None:
    api.end()

    last = api.get("events", sessionId=api.session, after="1")
    none = api.get("events", sessionId=api.session, after="2")

    assert "event: session-ended" in last["body"]
    assert (none["statusCode"], none["body"]) == (204, "")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"clientMessageId": "has spaces"}, "clientMessageId"),
        ({"message": ""}, "message"),
        ({"message": None}, "message"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_malformed_message_names_the_field(api: Api, fields: dict[str, Any], field: str) -> None:
    answer = api.say("hello", **fields)

    assert answer["statusCode"] == 400
    assert [each["field"] for each in body_of(answer)["errors"]] == [field]


@pytest.mark.parametrize("what", ["stream", "history"])
def test_a_session_that_is_not_the_callers_is_not_found(api: Api, what: str) -> None:
    assert api.get(what, sessionId="ses_404")["statusCode"] == 404


def test_a_query_without_its_session_names_the_parameter(api: Api) -> None:
    answer = api.get("stream")

    assert answer["statusCode"] == 400
    assert body_of(answer)["errors"][0]["field"] == "sessionId"


def test_one_may_start_so_many_sessions_an_hour(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_SESSIONS_PER_HOUR", "1")
    api = Api(load)

    answer = api.start()

    assert answer["statusCode"] == 429
    assert 0 < body_of(answer)["retryAfterSeconds"] <= 3600


def test_a_ticket_opens_a_connection_which_follows_the_session(api: Api, load: Load) -> None:
    ticket = body_of(load("agent_stream")(http("POST", "/api/tickets")))["ticket"]
    event = {"queryStringParameters": {"ticket": ticket}, "methodArn": "arn:aws:execute-api:x"}

    allowed = load("websocket_authorizer")(event)
    refused = load("websocket_authorizer")(event)
    connection = {"requestContext": {"connectionId": "c=1", "authorizer": allowed["context"]}}
    connected = load("websocket_connect")(connection)
    gone = load("websocket_disconnect")(connection)

    assert allowed["policyDocument"]["Statement"][0]["Effect"] == "Allow"
    assert refused["policyDocument"]["Statement"][0]["Effect"] == "Deny"
    assert connected == gone == {"statusCode": 200}


def test_idle_sessions_are_swept(api: Api, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    later = datetime.now(UTC) + timedelta(hours=2)
    with monkeypatch.context() as clock:
        clock.setattr("casebook.wiring.SystemClock.now", lambda _: later)
        load("session_sweeper")({"source": "aws.events"})

    assert api.say("hello")["statusCode"] == 410


def test_a_body_in_base64_is_read(api: Api, load: Load) -> None:
    body = {"sessionId": api.session, "message": "grüß", "clientMessageId": "c"}
    event = http("POST", f"{api.agent}/message", body=body)
    event |= {"body": base64.b64encode(event["body"].encode()).decode(), "isBase64Encoded": True}

    assert load("agent_message")(event)["statusCode"] == 202


def test_sessions_are_listed_for_their_user_with_what_they_are_about(api: Api, load: Load) -> None:
    api.say("what can you do?")
    history = load("agent_history")

    everywhere = body_of(history(http("GET", "/api/sessions")))
    here = body_of(history(http("GET", f"{api.agent}/sessions", query={"limit": "1"})))
    colleague = body_of(history(http("GET", "/api/sessions", user="ben")))
    stranger = history(http("GET", f"{api.agent}/sessions", groups="[bank]"))

    (session,) = everywhere["sessions"]
    assert session["sessionId"] == api.session
    assert (session["title"], session["status"]) == ("what can you do?", "answering")
    assert datetime.fromisoformat(session["startedAt"]) <= datetime.now(UTC)
    assert here == everywhere
    assert colleague == {"sessions": []}
    assert stranger["statusCode"] == 404


def test_an_answer_is_stopped_and_the_session_goes_on(api: Api) -> None:
    asked = body_of(api.say("why?"))["messageId"]

    stopped = api.stop()
    api.answer(asked)  # the invocation that was under way

    assert stopped["statusCode"] == 200
    assert body_of(stopped) == {"sessionId": api.session, "messageId": asked, "seq": 3}
    assert body_of(api.get("history"))["messages"][-1]["status"] == "failed"
    assert body_of(api.stop()) == {"sessionId": api.session}
    assert api.say("and now?", "c2")["statusCode"] == 202
