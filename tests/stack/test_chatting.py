"""A question is answered from evidence, over a WebSocket that may break at any time."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from cli.client import Client
from cli.errors import ApiError
from cli.events import Event, Text
from cli.following import ask
from cli.sources import SessionSource, connect
from cli.stream import ConnectionLost, Follower, Item, Socket


@pytest.fixture
def session(client: Client, workload: str) -> Iterator[str]:
    identity = str(client.start_session(workload)["sessionId"])
    yield identity
    client.end_session(workload, identity)


def send(client: Client, workload: str, session: str, text: str) -> None:
    client.send_message(workload, session, text, secrets.token_hex(8))


def until_answered(items: Iterator[Item]) -> list[Item]:
    seen = []
    for item in items:
        seen.append(item)
        if isinstance(item, Event) and item.type in ("message-complete", "message-failed"):
            break
    return seen


class Breaking:
    """A socket that the network cuts as soon as the first words of an answer came through it."""

    def __init__(self, socket: Socket) -> None:
        self._socket = socket
        self._cut = False

    def send(self, text: str) -> None:
        self._socket.send(text)

    def receive(self, seconds: float) -> str | None:
        if self._cut:
            self._socket.close()
            raise ConnectionLost("cut by the test")
        frame = self._socket.receive(seconds)
        self._cut = frame is not None and "content-delta" in frame
        return frame

    def close(self) -> None:
        self._socket.close()


def test_a_question_is_answered_with_citations(client: Client, workload: str) -> None:
    words: list[str] = []

    answer = ask(client, workload, "What are the errors?", words.append)

    assert "".join(words) == answer.text
    assert answer.text
    assert answer.evidence


def test_a_client_that_is_cut_off_and_comes_back_has_missed_nothing(
    client: Client, workload: str, session: str
) -> None:
    sockets: list[Socket] = []

    def connecting(address: str) -> Socket:
        socket = connect(address)
        sockets.append(socket)
        return Breaking(socket) if len(sockets) == 1 else socket

    follower = Follower(SessionSource(client, workload, session), connecting)

    seen = until_answered(follower.follow(lambda: send(client, workload, session, "What changed?")))

    numbers = [item.seq for item in seen if isinstance(item, Event)]
    assert len(sockets) == 2
    assert numbers == list(range(1, len(numbers) + 1))
    last = seen[-1]
    assert isinstance(last, Event)
    assert last.type == "message-complete"
    assert "".join(item.text for item in seen if isinstance(item, Text)) == last.data["text"]


def test_a_second_message_while_the_agent_answers_is_told_when_to_come_back(
    client: Client, workload: str, session: str
) -> None:
    send(client, workload, session, "What changed?")

    with pytest.raises(ApiError) as refused:
        send(client, workload, session, "And the errors?")

    assert refused.value.status == 409
    assert refused.value.retry_after_seconds
    until_answered(Follower(SessionSource(client, workload, session), connect).follow())


def test_the_same_message_sent_again_is_the_same_message(
    client: Client, workload: str, session: str
) -> None:
    first = client.send_message(workload, session, "Is it healthy?", "once")
    again = client.send_message(workload, session, "Is it healthy?", "once")

    assert again == first
    until_answered(Follower(SessionSource(client, workload, session), connect).follow())


def test_a_session_that_has_ended_is_gone(client: Client, workload: str) -> None:
    ended = str(client.start_session(workload)["sessionId"])
    client.end_session(workload, ended)

    with pytest.raises(ApiError) as refused:
        send(client, workload, ended, "Are you there?")

    assert refused.value.status == 410


def test_the_history_has_the_question_and_the_answer(
    client: Client, workload: str, session: str
) -> None:
    send(client, workload, session, "Is it healthy?")
    until_answered(Follower(SessionSource(client, workload, session), connect).follow())

    history = client.get(f"/api/workloads/{workload}/agent/history", sessionId=session)

    assert history["seq"] > 2
    assert len(history["messages"]) == 2
    assert history["messages"][0]["text"] == "Is it healthy?"


def test_what_an_answer_cites_is_fetched_and_asked_again_by_its_user_alone(
    client: Client, stranger: Client, workload: str, session: str
) -> None:
    send(client, workload, session, "What are the errors?")
    until_answered(Follower(SessionSource(client, workload, session), connect).follow())
    evidence = str(client.session_evidence_of(workload, session)[0]["id"])

    fetched = client.session_evidence(workload, session, evidence)
    again = client.session_recheck(workload, session, evidence)

    assert fetched["intact"] is True
    assert again["outcome"] in ("same", "changed")
    with pytest.raises(ApiError) as refused:
        stranger.session_evidence(workload, session, evidence)
    assert refused.value.status == 404


def test_ones_sessions_are_listed_and_counted(
    client: Client, stranger: Client, workload: str, session: str
) -> None:
    send(client, workload, session, "Is it healthy?")

    (mine,) = [each for each in client.sessions()["sessions"] if each["sessionId"] == session]

    assert (mine["title"], mine["workloadId"]) == ("Is it healthy?", workload)
    assert client.sessions(workload, limit=1)["sessions"][0]["sessionId"] == session
    assert stranger.sessions() == {"sessions": []}
    assert client.me()["sessions"]["used"] > 0
    until_answered(Follower(SessionSource(client, workload, session), connect).follow())
