"""`casebook evidence` shows what stands behind a diagnosis."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from cli import evidence as command_evidence
from cli.sparkline import sparkline
from local import state
from tests.command_line import Run, command_line

EVIDENCE: dict[str, Any] = {
    "id": "evd_1",
    "tool": "search_logs",
    "outcome": "success",
    "window": {"start": "2026-11-21T18:50:00.000Z", "end": "2026-11-21T19:00:00.000Z"},
    "query": {"pattern": "[red]refused"},
}
RECHECK: dict[str, Any] = {
    "evidenceId": "evd_1",
    "tool": "search_logs",
    "outcome": "changed",
    "intact": True,
    "summary": "The query gives another result now.",
    "diff": "--- then\n+++ now\n-one\n+[two]",
}


class FakeApi:
    intact = True

    def __init__(self, *_: object) -> None: ...

    def evidence_of(self, diagnosis: str) -> list[dict[str, Any]]:
        assert diagnosis == "dgn_1"
        return [EVIDENCE, EVIDENCE | {"id": "evd_2"}]

    def evidence(self, diagnosis: str, evidence: str) -> dict[str, Any]:
        return {"evidence": EVIDENCE, "raw": {"lines": [evidence]}, "intact": self.intact}

    def recheck(self, diagnosis: str, evidence: str) -> dict[str, Any]:
        return RECHECK | {"evidenceId": evidence}

    def series(self, diagnosis: str, evidence: str) -> dict[str, Any]:
        values = [0, 0, None, 7]
        errors = {"resource": "checkout-fn", "metric": "Errors", "statistic": "Sum"}
        return {
            "evidenceId": evidence,
            "start": "2026-11-21T18:00:00.000Z",
            "periodSeconds": 60,
            "window": EVIDENCE["window"],
            "series": [{**errors, "unit": "Count", "values": values}],
            "leftOff": 0,
        }

    def session_series(self, *place: str) -> dict[str, Any]:
        return self.series("", "/".join(place))

    def workloads(self) -> list[dict[str, Any]]:
        return [{"workloadId": "wkl_2", "name": "orders"}]

    def session_evidence_of(self, *place: str) -> list[dict[str, Any]]:
        assert place == ("wkl_2", "ses_1")
        return [EVIDENCE]

    def session_evidence(self, *place: str) -> dict[str, Any]:
        return {"evidence": EVIDENCE, "raw": {"place": place}, "intact": self.intact}

    def session_recheck(self, workload: str, session: str, evidence: str) -> dict[str, Any]:
        return RECHECK | {"evidenceId": f"{workload}/{session}/{evidence}"}


@pytest.fixture
def casebook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    stack = SimpleNamespace(casebook=SimpleNamespace(http_api_url="http://127.0.0.1:9"))
    monkeypatch.setattr(state, "read", lambda: stack)
    monkeypatch.setattr(command_evidence, "sign_in", lambda _: "token")
    monkeypatch.setattr(command_evidence, "Client", FakeApi)
    return command_line(monkeypatch, capsys, 200)


def test_all_evidence_of_a_diagnosis_is_listed_as_it_is_written(casebook: Run) -> None:
    code, out, _ = casebook("evidence", "dgn_1")

    assert code == 0
    assert "evd_2" in out
    assert "pattern=[red]refused" in out


def test_one_piece_is_shown_with_its_raw_result(casebook: Run) -> None:
    assert '"lines"' in casebook("evidence", "dgn_1", "evd_1").out


def test_all_evidence_is_checked_again_and_what_differs_is_shown(casebook: Run) -> None:
    code, out, _ = casebook("evidence", "dgn_1", "--recheck")

    assert code == 0
    assert out.count("The query gives another result now.") == 2
    assert "+[two]" in out


def test_programs_get_one_document(casebook: Run) -> None:
    (again,) = json.loads(casebook("evidence", "dgn_1", "evd_2", "--recheck", "--json").out)

    assert (again["evidenceId"], again["outcome"]) == ("evd_2", "changed")


def test_evidence_that_was_tampered_with_makes_the_command_fail(
    casebook: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeApi, "intact", False)

    code, out, _ = casebook("evidence", "dgn_1", "evd_1")

    assert code == 1
    assert "This is not what was found" in out


def test_the_evidence_of_a_chat_is_listed_shown_and_checked_too(casebook: Run) -> None:
    about = ("--workload", "orders", "--json")

    (listed,) = json.loads(casebook("evidence", "ses_1", *about).out)
    (shown,) = json.loads(casebook("evidence", "ses_1", "evd_1", *about).out)
    (again,) = json.loads(casebook("evidence", "ses_1", "--recheck", *about).out)
    (drawn,) = json.loads(casebook("evidence", "ses_1", "evd_1", "--series", *about).out)

    assert listed["id"] == "evd_1"
    assert shown["raw"]["place"] == ["wkl_2", "ses_1", "evd_1"]
    assert again["evidenceId"] == "wkl_2/ses_1/evd_1"
    assert drawn["evidenceId"] == "wkl_2/ses_1/evd_1"


def test_the_metrics_of_a_piece_are_drawn(casebook: Run) -> None:
    code, out, _ = casebook("evidence", "dgn_1", "evd_1", "--series")

    assert code == 0
    assert "checkout-fn Errors (Sum), 0 to 7 Count" in out
    assert "▁▁ █" in out


def test_series_are_of_one_piece(casebook: Run) -> None:
    code, _, err = casebook("evidence", "dgn_1", "--series")

    assert code == 2
    assert "EVIDENCE" in err


def test_a_line_is_as_wide_as_it_may_be_and_keeps_its_peaks() -> None:
    assert sparkline([0.0] * 50 + [9.0] + [0.0] * 49, 10) == "▁▁▁▁▁█▁▁▁▁"
    assert sparkline([None, None], 10) == ""
