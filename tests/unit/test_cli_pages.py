"""The client reads a stream over as many pages as there are."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cli.client import Client

PAGES: dict[str, dict[str, Any]] = {
    "3": {"events": [4], "next": 4},
    "4": {"events": [], "next": 5},
    "5": {"events": [6]},
}


def paged(_: Client, method: str, path: str, body: Any = None) -> dict[str, Any]:
    (after,) = parse_qs(urlsplit(path).query)["after"]
    page = PAGES[after]
    return {**page, "ticket": after, "events": [sent(seq) for seq in page["events"]]}


def sent(seq: int) -> dict[str, Any]:
    told = {"stream": "s", "type": "x", "actor": "a", "parent": None, "data": {}}
    return {**told, "seq": seq, "at": "2026-11-21T19:00:00.000Z"}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(Client, "request", paged)
    return Client("http://127.0.0.1:9", None)


def test_of_a_diagnosis(client: Client) -> None:
    assert [event.seq for event in client.diagnosis_events("dgn_1", 3)] == [4, 6]


def test_of_a_session_with_the_first_ticket(client: Client) -> None:
    opened = client.session_stream("wkl_1", "ses_1", 3)

    assert [event["seq"] for event in opened["events"]] == [4, 6]
    assert (opened["ticket"], opened["next"]) == ("3", None)
