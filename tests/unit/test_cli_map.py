"""`casebook map` shows how each resource is."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from cli import workload_map as command
from cli.client import Client
from local import state
from tests.command_line import Run, command_line

AT = "2026-11-21T19:00:00.000Z"
MAP: dict[str, Any] = {
    "workloadId": "wkl_1",
    "at": AT,
    "resources": [
        {
            "name": "checkout-fn", "type": "lambda", "state": "alarming", "since": AT,
            "reason": "[red]errors\x1b]0;x is in ALARM.", "alarms": ["errors"],
        },
        {"name": "orders", "type": "dynamodb", "state": "unknown", "reason": "?", "alarms": []},
    ],
    "calls": [{"caller": "checkout-fn", "callee": "orders"}],
    "alarms": [],
    "diagnosis": {"diagnosisId": "dgn_1", "status": "running", "startedAt": AT},
    "notes": ["Some alarms were not read."],
}  # fmt: skip


def answered(method: str, path: str, body: Any = None) -> dict[str, Any]:
    if path == "/api/workloads":
        return {"workloads": [{"workloadId": "wkl_1", "name": "orders"}]}
    assert path == "/api/workloads/wkl_1/map"
    return MAP


@pytest.fixture
def casebook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    stack = SimpleNamespace(casebook=SimpleNamespace(http_api_url="http://127.0.0.1:9"))
    monkeypatch.setattr(state, "read", lambda: stack)
    monkeypatch.setattr(command, "sign_in", lambda _: "token")
    monkeypatch.setattr(Client, "request", lambda _, *said: answered(*said))
    return command_line(monkeypatch, capsys, 100)


def test_resources_are_shown_with_their_state_and_whom_they_call(casebook: Run) -> None:
    code, out, _ = casebook("map", "--workload", "orders")

    said = " ".join(out.split())
    assert code == 0
    assert "alarming [red]errors" in said
    assert "Since 2026-11-21T19:00:00Z." in said
    assert "dgn_1 is running." in said
    assert "Some alarms were not read." in said
    assert "\x1b" not in out


def test_programs_get_one_document(casebook: Run) -> None:
    assert json.loads(casebook("map", "--workload", "orders", "--json").out) == MAP
