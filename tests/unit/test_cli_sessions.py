"""`casebook sessions` lists chats, for people and for programs."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from casebook.domain import ids
from cli import sessions as command_sessions
from local import state
from tests.command_line import Run, command_line

SESSION = ids.new_id(ids.SESSION)
PAGE: dict[str, Any] = {
    "sessions": [
        {
            "sessionId": SESSION,
            "workloadId": "wkl_1",
            "title": "why [red]so slow?",
            "status": "open",
            "startedAt": "2026-11-21T18:50:00.000Z",
            "activeAt": "2026-11-21T19:00:00.000Z",
            "messages": 1,
            "messagesLeft": 99,
        }
    ],
    "next": SESSION,
}


class FakeApi:
    asked: tuple[Any, ...] = ()

    def __init__(self, *_: object) -> None: ...

    def workloads(self) -> list[dict[str, Any]]:
        return [{"workloadId": "wkl_1", "name": "shop"}]

    def workload_names(self) -> dict[str, str]:
        return {"wkl_1": "shop"}

    def sessions(self, *asked: Any) -> dict[str, Any]:
        FakeApi.asked = asked
        return PAGE


@pytest.fixture
def casebook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    stack = SimpleNamespace(casebook=SimpleNamespace(http_api_url="http://127.0.0.1:9"))
    monkeypatch.setattr(state, "read", lambda: stack)
    monkeypatch.setattr(command_sessions, "sign_in", lambda _: "token")
    monkeypatch.setattr(command_sessions, "Client", FakeApi)
    return command_line(monkeypatch, capsys)


def test_sessions_are_listed_with_whole_ids_and_titles_as_they_were_written(casebook: Run) -> None:
    out = casebook("sessions").out

    assert SESSION in out
    assert "why [red]so slow?" in out
    assert "shop" in out
    assert f"--before {SESSION}" in out
    assert max(map(len, out.splitlines())) <= 80


def test_what_a_title_would_tell_the_terminal_is_not_obeyed(
    casebook: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (session,) = PAGE["sessions"]
    hostile = {"sessions": [session | {"title": "a\x1b[2Jb\u202ec[/]"}], "next": None}
    monkeypatch.setattr(FakeApi, "sessions", lambda *_: hostile)

    out = casebook("sessions").out

    assert r"a\x1b[2Jb\u202ec[/]" in out


def test_a_workload_is_named_by_its_name(casebook: Run) -> None:
    casebook("sessions", "--workload", "shop", "--limit", "5", "--before", "ses_9")

    assert FakeApi.asked == ("wkl_1", 5, "ses_9")


def test_programs_get_the_page_as_the_api_answers_it(casebook: Run) -> None:
    assert json.loads(casebook("sessions", "--json").out) == PAGE
