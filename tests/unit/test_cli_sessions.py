"""`casebook sessions` lists chats, for people and for programs."""

import json
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from casebook.domain import ids
from cli import main as command
from cli import sessions as command_sessions
from local import state

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
Run = Callable[..., str]


class FakeApi:
    asked: tuple[Any, ...] = ()

    def __init__(self, *_: object) -> None: ...

    def workloads(self) -> list[dict[str, Any]]:
        return [{"workloadId": "wkl_1", "name": "shop"}]

    def sessions(self, *asked: Any) -> dict[str, Any]:
        FakeApi.asked = asked
        return PAGE


@pytest.fixture
def casebook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    stack = SimpleNamespace(casebook=SimpleNamespace(http_api_url="http://127.0.0.1:9"))
    monkeypatch.setattr(state, "read", lambda: stack)
    monkeypatch.setattr(command_sessions, "sign_in", lambda _: "token")
    monkeypatch.setattr(command_sessions, "Client", FakeApi)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["casebook", "sessions", *arguments])
        with pytest.raises(SystemExit) as end:
            command.main()
        assert not end.value.code
        return capsys.readouterr().out

    return run


def test_sessions_are_listed_with_whole_ids_and_titles_as_they_were_written(casebook: Run) -> None:
    out = casebook()

    assert SESSION in out
    assert "why [red]so slow?" in out
    assert "shop" in out
    assert f"--before {SESSION}" in out


def test_a_workload_is_named_by_its_name(casebook: Run) -> None:
    casebook("--workload", "shop", "--limit", "5", "--before", "ses_9")

    assert FakeApi.asked == ("wkl_1", 5, "ses_9")


def test_programs_get_the_page_as_the_api_answers_it(casebook: Run) -> None:
    assert json.loads(casebook("--json")) == PAGE
