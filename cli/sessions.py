"""`casebook sessions`: the caller's chats."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from casebook.chat.messages import SessionPage
from cli import shop
from cli.client import Client, sign_in
from cli.plain import plain
from local import state

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def run(
    workload: Annotated[
        str | None, typer.Option("--workload", help="Only those about this one: its name or id.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many.")] = 20,
    before: Annotated[
        str | None, typer.Option(help="Only older ones than this session: `next` of a page.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List your chat sessions, newest first."""
    stack = state.read()
    client = Client(stack.casebook.http_api_url, sign_in(stack))
    about = shop.find(client, workload) if workload else None
    said = client.sessions(about, limit, before)
    if as_json:
        print(json.dumps(said, indent=2))
        return
    page = SessionPage.model_validate(said)
    output = Console()
    output.print(table(page, client.workload_names()))
    if page.next:
        output.print(f"There are more: --before {page.next}", highlight=False)


def table(page: SessionPage, names: dict[str, str]) -> Table:
    """The page for people. Ids are never cut: the next command wants them."""
    shown = Table(box=None, pad_edge=False)
    for heading in ("session", "last active, UTC", "status"):
        shown.add_column(heading, no_wrap=True, overflow="ignore")
    shown.add_column("workload, title", overflow="fold")
    for session in page.sessions:
        about = [names.get(session.workload_id, session.workload_id), session.title or ""]
        shown.add_row(
            session.session_id,
            f"{session.active_at:%Y-%m-%d %H:%M}",
            session.status,
            "\n".join(plain(text) for text in about if text),
        )
    return shown
