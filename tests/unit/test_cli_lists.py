"""`casebook diagnoses`, `casebook alarms` and `casebook feedback`."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from cli import feedback as command_feedback
from cli import lists as command_lists
from cli.client import Client
from local import state
from tests.command_line import Run, command_line

AT = "2026-11-21T19:00:00.000Z"
DIAGNOSIS = "dgn_01KAJ5V3Z8W4S1H2Q7T9C6M0NB"
OPEN = "dgn_01KAJ5V3Z8W4S1H2Q7T9C6M0NC"
WORKLOAD = "wkl_01KAJ5SCB2N0H4VQ8T7D3E9RWM"
CONCLUDED: dict[str, Any] = {
    "diagnosisId": DIAGNOSIS,
    "workloadId": WORKLOAD,
    "project": "shop",
    "status": "concluded",
    "startedAt": AT,
    "verdict": "likely",
    "confidence": 0.72,
    "resource": "checkout-fn",
    "category": "configuration",
    "feedback": {"useful": 2, "wrong": 0},
}
RUNNING: dict[str, Any] = {
    "diagnosisId": OPEN,
    "workloadId": "wkl_gone",
    "project": "shop",
    "status": "running",
    "startedAt": AT,
    "feedback": {"useful": 0, "wrong": 0},
}
STARTED: dict[str, Any] = {
    "name": "checkout-[red]errors\x1b]0;title",
    "changedAt": AT,
    "reason": "Threshold Crossed",
    "at": AT,
    "outcome": "started",
    "workloadId": WORKLOAD,
    "project": "shop",
    "diagnosisId": DIAGNOSIS,
}
UNMATCHED: dict[str, Any] = {
    "name": "strange-errors",
    "changedAt": AT,
    "reason": "Threshold Crossed",
    "at": AT,
    "outcome": "unmatched",
    "why": "no workload lists it",
}


class Api:
    """Answers the client's requests, and keeps them."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, Any]] = []

    def request(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        self.requests.append((method, path, body))
        match path.partition("?")[0]:
            case "/api/workloads":
                return {"workloads": [{"workloadId": WORKLOAD, "name": "shop"}]}
            case "/api/diagnoses":
                is_open = "state=open" in path
                return {"diagnoses": [RUNNING] if is_open else [RUNNING, CONCLUDED]}
            case "/api/alarms":
                return {"alarms": [STARTED, UNMATCHED], "next": "more"}
        return {"user": "ann", "rating": body["rating"], "at": AT}


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    api = Api()
    stack = SimpleNamespace(casebook=SimpleNamespace(http_api_url="http://127.0.0.1:9"))
    monkeypatch.setattr(state, "read", lambda: stack)
    for module in (command_lists, command_feedback):
        monkeypatch.setattr(module, "sign_in", lambda _: "token")
    monkeypatch.setattr(Client, "request", lambda _, *said: api.request(*said))
    return api


@pytest.fixture
def casebook(api: Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return command_line(monkeypatch, capsys, 80)


def test_diagnoses_are_listed_with_ids_that_can_be_copied(casebook: Run) -> None:
    code, said, _ = casebook("diagnoses")

    assert code == 0
    assert max(map(len, said.splitlines())) <= 80
    assert {DIAGNOSIS, OPEN, "shop", "likely,", "72%:", "running"} <= set(said.split())
    assert "2 useful" in " ".join(said.split())


def test_open_diagnoses_are_asked_for_and_printed_as_json(casebook: Run, api: Api) -> None:
    code, said, _ = casebook("diagnoses", "--open", "--limit", "5", "--json")

    assert (code, json.loads(said)) == (0, {"diagnoses": [RUNNING]})
    assert [path for _, path, _ in api.requests] == ["/api/diagnoses?limit=5&state=open"]


def test_alarms_are_listed_with_their_diagnosis_or_the_reason_why_there_is_none(
    casebook: Run,
) -> None:
    code, said, _ = casebook("alarms")

    assert code == 0
    assert max(map(len, said.splitlines())) <= 80
    assert {DIAGNOSIS, "started", "unmatched"} <= set(said.split())
    assert "no workload lists it" in " ".join(said.split())
    assert "\x1b" not in said


def test_alarms_are_printed_as_one_document(casebook: Run) -> None:
    assert json.loads(casebook("alarms", "--json").out)["alarms"][1] == UNMATCHED


def test_feedback_is_sent(casebook: Run, api: Api) -> None:
    code, said, _ = casebook("feedback", DIAGNOSIS, "wrong", "--cause", "the cache")

    assert code == 0
    assert "ann" in said
    (request,) = api.requests
    body = {"rating": "wrong", "cause": "the cache", "note": None}
    assert request == ("POST", f"/api/diagnoses/{DIAGNOSIS}/feedback", body)


def test_feedback_is_one_of_two_words(casebook: Run, api: Api) -> None:
    assert casebook("feedback", DIAGNOSIS, "perhaps").code == 2
    assert api.requests == []


@pytest.mark.parametrize(("place", "words"), [(1, "queued, next"), (3, "queued, 2 before it")])
def test_one_that_is_queued_says_how_many_start_before_it(
    casebook: Run, monkeypatch: pytest.MonkeyPatch, place: int, words: str
) -> None:
    monkeypatch.setitem(RUNNING, "status", "queued")
    monkeypatch.setitem(RUNNING, "queuePlace", place)

    _, said, _ = casebook("diagnoses")

    assert words in " ".join(said.split())
