"""`casebook whoami` says who one is, and what is left."""

from datetime import UTC, datetime

import pytest
from rich.console import Console

from casebook.callers import BudgetLeft, CountLeft, Me
from cli.whoami import limits

LATER = datetime(2026, 11, 22, tzinfo=UTC)
ME = Me(
    user="ann",
    projects=("shop",),
    sessions=CountLeft(limit=20, used=3, left=17, resets_at=LATER),
    messages_per_session=100,
    budgets=(
        BudgetLeft(
            project="[bold]shop",
            limit_tokens=20_000_000,
            used_tokens=1,
            left_tokens=19_999_999,
            limit_usd=100.0,
            used_usd=0.5,
            left_usd=99.5,
            resets_at=LATER,
        ),
    ),
)


def test_each_limit_is_told_with_what_is_left_and_when_it_resets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Console(width=120).print(limits(ME))

    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows[1] == ["sessions", "an", "hour", "17", "20", "00:00"]
    assert rows[2][2:] == ["[bold]shop", "today", "19,999,999", "20,000,000", "2026-11-22", "00:00"]
    assert "99.50" in rows[3]
