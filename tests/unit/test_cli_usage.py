"""The usage as a table: figures for people, and unknown costs called unknown."""

from datetime import date

import pytest
from rich.console import Console

from casebook.budget.requests import UsageFigures, UsageLine, UsagePage
from cli.usage import size, table


def figures(cost: float | None, known: float, unpriced: int) -> dict[str, float | int | None]:
    return {
        "calls": 2,
        "input_tokens": 12_345,
        "output_tokens": 67,
        "cached_tokens": 8_000,
        "cost_usd": cost,
        "known_cost_usd": known,
        "unpriced_calls": unpriced,
        "aws_requests": 4_321,
        "bytes_scanned": 2_500_000_000,
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

    assert first.split() == ["shop", "2", "12,345", "8,000", "67", "4,321", "2.5", "GB", "0.2500"]
    assert total.split()[0] == "total"


@pytest.mark.parametrize(
    ("cost", "said"),
    [((None, 0.0, 2), "unknown"), ((None, 0.1, 1), "0.1000 + unknown"), ((0.0, 0.0, 0), "0.0000")],
)
def test_a_cost_that_is_not_known_is_called_so(
    capsys: pytest.CaptureFixture[str], cost: tuple[float | None, float, int], said: str
) -> None:
    assert shown(capsys, cost)[0].rstrip().endswith(said)


def test_what_tools_asked_is_told_to_be_no_model_and_everything_fits_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    counted = ("calls", "input_tokens", "output_tokens", "cached_tokens")
    most = figures(9_999.1234, 9_999.1234, 0) | dict.fromkeys(counted, 987_654_321)
    most |= {"aws_requests": 987_654, "bytes_scanned": 987_654_321_000}
    line = UsageLine(key="tools", **most)  # type: ignore[arg-type]
    page = UsagePage(
        first=date(2026, 11, 15),
        last=date(2026, 11, 21),
        by="model",
        lines=(line, line.model_copy(update={"key": "bedrock/anthropic.claude-large"})),
        total=line,
    )

    Console(width=80).print(table(page, {}))

    shown = capsys.readouterr().out
    assert "(no model)" in shown
    assert "…" not in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert shown.count("987,654 ") == shown.count("987.7 GB") == 3


@pytest.mark.parametrize(
    ("scanned", "said"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (5 * 10**15, "5,000.0 TB"),
    ],
)
def test_bytes_are_told_in_the_units_that_are_billed(scanned: int, said: str) -> None:
    assert size(scanned) == said
