"""A diagnosis as it is shown while it runs: each claim once, and every line ended."""

import io
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.console import Console

from cli import live
from cli.events import Event

TERMINALS: list[dict[str, Any]] = [
    {"force_terminal": False},
    {"force_terminal": True, "force_interactive": False},
    {"force_terminal": True, "_environ": {"TERM": "dumb"}},
]


def event(type: str, **data: Any) -> Event:
    return Event("dgn_1", 1, type, datetime(2026, 11, 21, tzinfo=UTC), "agent", None, data)


def finding(claim: str, agent: str = "metric-agent") -> Event:
    return event("finding-reported", finding={"agent": agent, "claim": claim})


def shown(events: list[Event], *, fails: bool = False, **terminal: Any) -> str:
    """What stands there after the events and after what is printed next."""
    out = io.StringIO()
    console = Console(file=out, width=80, **terminal)
    with suppress(ConnectionError), live.shown(console) as view:
        for each in events:
            view.add(each)
        if fails:
            raise ConnectionError
    console.print("undoing ship-bad-code …")
    return out.getvalue()


def findings(events: list[Event]) -> list[str]:
    text = shown(events, force_terminal=False)
    return [line for line in text.splitlines() if "•" in line]


def test_two_findings_with_one_claim_are_told_once() -> None:
    """That the alarm breaches is a symptom, and what is known of it now: the same words."""
    breaches = "The alarm checkout-errors still breaches."

    told = findings([finding(breaches), finding("Errors rose."), finding(breaches)])

    assert [line.split("agent ")[1] for line in told] == [breaches, "Errors rose."]


def test_claims_that_differ_are_all_told() -> None:
    told = findings([finding(f"Errors rose to {count}.") for count in range(5)])

    assert len(told) == 5


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize(
    "events",
    [
        [],
        [event("mode-selected", mode="complex", reason="an alarm fired")],
        [event("agent-started", agent="log-agent")],
        [finding("Errors rose.")],
    ],
)
def test_what_is_printed_next_begins_a_line(
    events: list[Event], fails: bool, terminal: dict[str, Any]
) -> None:
    lines = shown(events, fails=fails, **terminal).splitlines()

    (last,) = (line for line in lines if "undoing" in line)
    assert last.removeprefix("\x1b[?25h") == "undoing ship-bad-code …"
