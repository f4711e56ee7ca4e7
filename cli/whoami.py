"""`casebook whoami`: who the API takes you for, and what is left of your limits."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from casebook.callers import Me
from cli.client import Client, sign_in
from cli.plain import plain
from local import state

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def run(as_json: AsJson = False) -> None:
    """Say who you are to Casebook, and what is left of your limits."""
    stack = state.read()
    said = Client(stack.casebook.http_api_url, sign_in(stack)).me()
    if as_json:
        print(json.dumps(said, indent=2))
        return
    me = Me.model_validate(said)
    output = Console()
    projects = ", ".join(me.projects) or "no project"
    output.print(f"[bold]{plain(me.user)}[/] in {plain(projects)}", highlight=False)
    output.print(limits(me))


def limits(me: Me) -> Table:
    """What is left, for people."""
    shown = Table("limit", "left", "of", "resets (UTC)", box=None)
    sessions = me.sessions
    shown.add_row(
        "sessions an hour", str(sessions.left), str(sessions.limit), f"{sessions.resets_at:%H:%M}"
    )
    for budget in me.budgets:
        project, resets = plain(budget.project), f"{budget.resets_at:%Y-%m-%d %H:%M}"
        shown.add_row(
            f"tokens of {project} today",
            f"{budget.left_tokens:,}",
            f"{budget.limit_tokens:,}",
            resets,
        )
        shown.add_row(
            f"dollars of {project} today",
            f"{budget.left_usd:,.2f}",
            f"{budget.limit_usd:,.2f}",
            resets,
        )
    return shown
