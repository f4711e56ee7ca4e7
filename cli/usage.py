"""`casebook usage`: what model calls came to, and what tools asked of AWS."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from casebook.budget.requests import TOOLS, By, UsageFigures, UsagePage
from cli.client import Client, sign_in
from local import state

_THOUSAND, _MILLION = 1_000, 1_000_000

First = Annotated[
    datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day, in UTC.")
]
Last = Annotated[
    datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day, in UTC.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def run(
    by: Annotated[By, typer.Option(help="What to sum up by.")] = "day",
    first: First = None,
    last: Last = None,
    as_json: AsJson = False,
) -> None:
    """Show what models cost and what tools asked of AWS: the last seven days by default."""
    stack = state.read()
    client = Client(stack.casebook.http_api_url, sign_in(stack))
    said = client.usage(by, first.date() if first else None, last.date() if last else None)
    if as_json:
        print(json.dumps(said, indent=2))
        return
    page = UsagePage.model_validate(said)
    Console().print(table(page, client.workload_names() if by == "workload" else {}))


def table(page: UsagePage, names: dict[str, str]) -> Table:
    """The page for people. `names` are those of keys that have a better one."""
    shown = Table(title=f"{page.first} to {page.last}, UTC", box=None, title_justify="left")
    shown.add_column(page.by, overflow="fold")
    for heading in ("calls", "input", "cached", "output", "requests", "scanned", "dollars"):
        shown.add_column(heading, justify="right")
    if page.by == "model":
        names = {TOOLS: "(no model)"}
    for line in page.lines:
        shown.add_row(escape(names.get(line.key, line.key)), *_figures(line))
    shown.add_section()
    shown.add_row("total", *_figures(page.total), style="bold")
    return shown


def _figures(figures: UsageFigures) -> tuple[str, ...]:
    counts = (figures.calls, figures.input_tokens, figures.cached_tokens, figures.output_tokens)
    asked = (_count(figures.aws_requests), size(figures.bytes_scanned))
    return (*map(_count, counts), *asked, _cost(figures))


def _count(number: int) -> str:
    """Short enough for all columns to stand in 80 characters."""
    return f"{number:,}" if number < _MILLION else f"{number / _MILLION:,.1f}M"


def size(scanned: int) -> str:
    """Bytes in the decimal units that AWS bills by: `999 B`, `1.5 GB`."""
    amount, unit = float(scanned), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if round(amount, 1) < _THOUSAND:
            break
        amount, unit = amount / _THOUSAND, larger
    return f"{scanned} B" if unit == "B" else f"{amount:,.1f} {unit}"


def _cost(figures: UsageFigures) -> str:
    """A cost that is not known is called so, beside what is known of it."""
    if figures.cost_usd is not None:
        return f"{figures.cost_usd:,.4f}"
    if figures.unpriced_calls == figures.calls:
        return "unknown"
    return f"{figures.known_cost_usd:,.4f} + unknown"
