"""How a person or a page finds the sign-in of the local stack, and a script its token."""

from __future__ import annotations

import json

import pytest

from cli import token
from cli.client import Tokens
from local import console, state
from local import stack as local_stack
from local.errors import StackNotUp
from tests.command_line import Run, command_line
from tests.fakes.local_stack import CONSOLE, running_stack

ISSUED = Tokens(
    id_token="id", access_token="access", refresh_token="refresh", expires_in_seconds=3600
)


@pytest.fixture
def casebook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command beside a stack that is up."""
    monkeypatch.setattr(state, "read", running_stack)
    monkeypatch.setattr(console, "is_running", lambda pid: True)
    monkeypatch.setattr(token, "tokens", lambda stack: ISSUED)
    return command_line(monkeypatch, capsys)


def test_a_token_stands_alone_on_standard_output(casebook: Run) -> None:
    assert casebook("token") == (0, "id\n", "")


def test_a_script_gets_all_tokens_and_how_long_they_are_good(casebook: Run) -> None:
    code, out, _ = casebook("token", "--json")

    assert code == 0
    assert json.loads(out) == {
        "token": "id",
        "accessToken": "access",
        "refreshToken": "refresh",
        "expiresInSeconds": 3600,
    }


def test_the_status_has_what_a_page_needs_to_sign_in_and_no_password(casebook: Run) -> None:
    code, out, _ = casebook("status", "--json")

    shown = json.loads(out)
    assert code == 0
    assert shown["region"] == "Region"
    assert shown["authority"] == "Authority"
    assert shown["userPoolId"] == "UserPoolId"
    assert shown["userPoolClientId"] == "UserPoolClientId"
    assert shown["httpApiUrl"] == "HttpApiUrl"
    assert shown["webSocketUrl"] == "WebSocketUrl"
    assert running_stack().person.password not in out


def test_a_person_is_told_where_the_console_is_and_how_to_sign_in(casebook: Run) -> None:
    for command in ("up", "status"):
        code, out, _ = casebook(command)

        assert code == 0
        first, second, *rest = out.splitlines()
        assert first == f"Web console      {CONSOLE}"
        assert second == "Sign in as       ann with the password secret"
        assert all(len(line) <= 80 for line in out.splitlines())
        assert not [line for line in rest if line.startswith(("console", "user "))]


def test_a_script_is_told_where_the_console_is(casebook: Run) -> None:
    assert json.loads(casebook("status", "--json").out)["console"] == CONSOLE


def test_an_origin_is_checked_before_anything_starts(casebook: Run) -> None:
    code, _, err = casebook("up", "--web-origin", "http://casebook.example")

    assert code == 2
    assert "https" in err


def test_a_stack_that_does_not_let_the_page_in_is_not_taken_for_one_that_does(
    casebook: Run,
) -> None:
    assert casebook("up", "--web-origin", CONSOLE)[0] == 0

    code, _, err = casebook("up", "--web-origin", "https://casebook.example")

    assert code == 1
    assert "https://casebook.example" in err
    assert "casebook down" in err


def test_a_named_origin_is_let_in_when_the_stack_starts(
    casebook: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def up(progress: object, web_origins: object, start: object) -> object:
        asked.append(web_origins)
        return running_stack()

    def nothing_up() -> None:
        raise StackNotUp

    monkeypatch.setattr(state, "read", nothing_up)
    monkeypatch.setattr(local_stack, "up", up)

    code, _, _ = casebook(
        "up", "--web-origin", "https://A.example", "--web-origin", "https://b.example"
    )

    assert code == 0
    assert asked == [["https://a.example", "https://b.example"]]
