"""`casebook usage`: what model calls came to."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from casebook.budget.requests import By, UsageFigures, UsagePage
from cli.client import Client, sign_in
from local import state

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
    """Show tokens and cost of the models' calls: the last seven days, if no others are named."""
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
    for heading in ("calls", "input", "of it cached", "output", "dollars"):
        shown.add_column(heading, justify="right")
    for line in page.lines:
        shown.add_row(escape(names.get(line.key, line.key)), *_figures(line))
    shown.add_section()
    shown.add_row("total", *_figures(page.total), style="bold")
    return shown


def _figures(figures: UsageFigures) -> tuple[str, ...]:
    counts = (figures.calls, figures.input_tokens, figures.cached_tokens, figures.output_tokens)
    return (*(f"{count:,}" for count in counts), _cost(figures))


def _cost(figures: UsageFigures) -> str:
    """A cost that is not known is called so, beside what is known of it."""
    if figures.cost_usd is not None:
        return f"{figures.cost_usd:,.4f}"
    if figures.unpriced_calls == figures.calls:
        return "unknown"
    return f"{figures.known_cost_usd:,.4f} + unknown"
