"""`casebook rerun` finds the step that is named and follows the new diagnosis."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from cli import rerun as command
from cli.events import Event
from local import state
from tests.command_line import Run, command_line

AT = datetime(2026, 11, 21, tzinfo=UTC)
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("diagnosis-started", {}),
    ("plan-made", {"round": 1}),
    ("agent-started", {"agent": "log-agent", "round": 1}),
    ("assessment-made", {"round": 1}),
    ("agent-started", {"agent": "log-agent", "round": 2}),
]
EVENTS = [
    Event("dgn_1", seq, type, AT, "agent", None, data) for seq, (type, data) in enumerate(STEPS, 1)
]


class FakeApi:
    asked: list[tuple[Any, ...]]

    def __init__(self, *_: object) -> None: ...

    def diagnosis_events(self, *_: object) -> list[Event]:
        return EVENTS

    def rerun_diagnosis(self, *asked: Any) -> str:
        self.asked.append(asked)
        return "dgn_2"


@pytest.fixture
def casebook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    stack = SimpleNamespace(casebook=SimpleNamespace(http_api_url="http://127.0.0.1:9"))
    monkeypatch.setattr(FakeApi, "asked", [], raising=False)
    monkeypatch.setattr(state, "read", lambda: stack)
    monkeypatch.setattr(command, "sign_in", lambda _: "token")
    monkeypatch.setattr(command, "Client", FakeApi)
    report = SimpleNamespace(model_dump=lambda **_: {"verdict": "likely"})
    concluded = SimpleNamespace(report=report)
    monkeypatch.setattr(command, "follow_diagnosis", lambda *_: concluded)
    return command_line(monkeypatch, capsys, 200)


@pytest.mark.parametrize(
    ("step", "seq"),
    [("plan", 2), ("assess", 4), ("log-agent", 3), ("log-agent/2", 5), ("3", 3)],
)
def test_a_step_is_found_by_its_name(casebook: Run, step: str, seq: int) -> None:
    code, out, err = casebook("rerun", "dgn_1", "--from", step, "--hint", "db_pool", "--json")

    assert code == 0
    assert FakeApi.asked == [("dgn_1", seq, "db_pool")]
    assert json.loads(out) == {"diagnosisId": "dgn_2", "report": {"verdict": "likely"}}
    assert "dgn_2 runs dgn_1 again." in err


def test_without_a_step_it_begins_anew(casebook: Run) -> None:
    casebook("rerun", "dgn_1", "--json")

    assert FakeApi.asked == [("dgn_1", None, None)]


def test_a_step_that_there_is_not_is_answered_with_those_that_there_are(casebook: Run) -> None:
    code, _, err = casebook("rerun", "dgn_1", "--from", "code-agent")

    assert code == 2
    for known in ("plan/1", "log-agent/1", "assess/1", "log-agent/2"):
        assert known in err
