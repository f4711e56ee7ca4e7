"""The usage as a table: figures for people, and unknown costs called unknown."""

from datetime import date

import pytest
from rich.console import Console

from casebook.budget.requests import UsageFigures, UsageLine, UsagePage
from cli.usage import table


def figures(cost: float | None, known: float, unpriced: int) -> dict[str, float | int | None]:
    return {
        "calls": 2,
        "input_tokens": 12_345,
        "output_tokens": 67,
        "cached_tokens": 8_000,
        "cost_usd": cost,
        "known_cost_usd": known,
        "unpriced_calls": unpriced,
    }


def shown(capsys: pytest.CaptureFixture[str], *costs: tuple[float | None, float, int]) -> list[str]:
    """The rows below the title and the headings."""
    lines = [UsageLine(key=f"wkl_{n}", **figures(*cost)) for n, cost in enumerate(costs)]  # type: ignore[arg-type]
    page = UsagePage(
        first=date(2026, 11, 15),
        last=date(2026, 11, 21),
        by="workload",
        lines=tuple(lines),
        total=UsageFigures(**figures(0.5, 0.5, 0)),  # type: ignore[arg-type]
    )
    Console(width=120).print(table(page, {"wkl_0": "shop"}))
    return capsys.readouterr().out.splitlines()[2:]


def test_a_line_has_its_figures_and_the_workloads_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, *_, total = shown(capsys, (0.25, 0.25, 0))

    assert first.split() == ["shop", "2", "12,345", "8,000", "67", "0.2500"]
    assert total.split()[0] == "total"


@pytest.mark.parametrize(
    ("cost", "said"),
    [((None, 0.0, 2), "unknown"), ((None, 0.1, 1), "0.1000 + unknown"), ((0.0, 0.0, 0), "0.0000")],
)
def test_a_cost_that_is_not_known_is_called_so(
    capsys: pytest.CaptureFixture[str], cost: tuple[float | None, float, int], said: str
) -> None:
    assert shown(capsys, cost)[0].rstrip().endswith(said)
