"""The demo says honestly whether the diagnosis found what the fault did."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from rich.console import Console

from casebook.domain.report import Narrative, Report
from cli import report as terminal
from cli.following import Conclusion
from cli.outcome import Outcome, matches
from local.faults import FAULTS

NOON = "2026-11-21T12:00:00.000Z"
EVIDENCE = {
    "id": "evd_1",
    "tool": "list_changes",
    "query": {"resource": "checkout-fn"},
    "window": {"start": NOON, "end": NOON},
    "outcome": "success",
    "sha256": "0" * 64,
    "excerpt": "PAYMENTS_URL",
    "location": "evidence/evd_1.json",
    "takenAt": NOON,
}
RIGHT: dict[str, Any] = {
    "verdict": "confirmed",
    "rootCause": {
        "resource": "checkout-fn",
        "category": "configuration",
        "summary": "PAYMENTS_URL points at [dead] air",
    },
    "confidence": 0.9,
    "summary": "checkout-fn cannot reach payments",
    "change": {
        "changeId": "chg_1",
        "at": NOON,
        "kind": "configuration",
        "resource": "checkout-fn",
        "actor": "release-bot",
        "summary": "environment changed",
        "diff": [{"path": "PAYMENTS_URL", "before": "http://good", "after": "http://bad"}],
    },
    "timeline": [{"at": NOON, "what": "release-bot changed it", "evidence": ["evd_1"]}],
    "ruledOut": [{"summary": "orders-table is fine", "evidence": ["evd_1"]}],
    "remediation": [{"text": "set it back", "command": "aws lambda get-function-configuration"}],
    "evidence": [EVIDENCE],
}


def conclusion(**changed: Any) -> Conclusion:
    report = Report.model_validate(RIGHT | changed)
    return Conclusion("dgn_1", report, events=42, at=datetime(2026, 11, 21, tzinfo=UTC))


@pytest.mark.parametrize(
    ("changed", "right"),
    [
        ({}, True),
        ({"verdict": "likely"}, True),
        ({"verdict": "inconclusive", "rootCause": None}, False),
        ({"rootCause": RIGHT["rootCause"] | {"resource": "orders-table"}}, False),
        ({"rootCause": RIGHT["rootCause"] | {"category": "traffic"}}, False),
        ({"change": None, "rootCause": RIGHT["rootCause"] | {"summary": "a setting"}}, False),
    ],
)
def test_only_the_right_cause_with_its_mention_counts(changed: dict[str, Any], right: bool) -> None:
    trimmed = conclusion(**changed | ({"evidence": []} if "change" in changed else {}))

    assert matches(trimmed, FAULTS["dead-address"].expected) is right


def test_a_blip_wants_a_healthy_verdict_without_a_cause() -> None:
    blip = FAULTS["blip"].expected

    assert matches(conclusion(verdict="healthy", rootCause=None), blip)
    assert not matches(conclusion(), blip)


def test_the_document_has_what_scripts_read() -> None:
    document = Outcome(FAULTS["dead-address"], conclusion(), seconds=7.126).document()

    assert document["verdict"] == "confirmed"
    assert document["rootCause"]["category"] == "configuration"
    assert document["events"] == 42
    assert document["secondsToConclude"] == 7.13
    assert document["evidence"][0]["id"] == "evd_1"
    assert document["result"]["change"]["actor"] == "release-bot"
    assert document["asExpected"] is True


def lines_after(shown: str, first: str, count: int) -> list[str]:
    """So many lines from the one that is `first` on."""
    lines = [line.strip() for line in shown.splitlines()]
    return lines[lines.index(first) :][:count]


def test_the_report_shows_the_change_and_takes_no_markup_from_it() -> None:
    console = Console(record=True, width=120)

    terminal.show(console, conclusion().report)

    shown = console.export_text()
    assert lines_after(shown, "PAYMENTS_URL", 3) == [
        "PAYMENTS_URL",
        "- http://good",
        "+ http://bad",
    ]
    assert "points at [dead] air" in shown
    assert "release-bot changed it [1]" in shown
    assert "[1] evd_1 list_changes" in shown


def test_the_report_tells_the_story_and_who_told_it() -> None:
    told = conclusion()
    story = Narrative(text="It began at 19:04 [evd_1].", model="anthropic/claude", struck=2)
    console = Console(record=True, width=120)

    terminal.show(console, told.report.model_copy(update={"narrative": story}))

    shown = console.export_text()
    assert "The story, by anthropic/claude, 2 unsupported sentences struck" in shown
    assert "It began at 19:04 [1]." in shown
