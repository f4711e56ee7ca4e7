"""`casebook evidence`: what stands behind a diagnosis, and whether it is still so."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.syntax import Syntax
from rich.table import Table

from cli.client import Client, sign_in
from cli.migrate import AsJson
from local import state

_COLOURS = {"same": "green", "changed": "yellow", "gone": "yellow", "failed": "red"}


def run(
    diagnosis: Annotated[str, typer.Argument(help="The diagnosis' id.")],
    evidence: Annotated[
        str | None, typer.Argument(help="One piece of evidence; all of them if not given.")
    ] = None,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Run the queries again and compare.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the evidence of a diagnosis, or check that it is still so."""
    stack = state.read()
    client = Client(stack.casebook.http_api_url, sign_in(stack))
    if recheck:
        ids = [evidence] if evidence else [each["id"] for each in client.evidence_of(diagnosis)]
        found = [client.recheck(diagnosis, each) for each in ids]
        _present(found, _rechecked, as_json=as_json)
    elif evidence is None:
        found = client.evidence_of(diagnosis)
        _present(found, _listed, as_json=as_json)
    else:
        found = [client.evidence(diagnosis, evidence)]
        _present(found, _fetched, as_json=as_json)
    if any(each.get("intact") is False for each in found):
        raise typer.Exit(1)


def _present(found: list[dict[str, Any]], shown: Any, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(found, indent=2))
    else:
        shown(Console(), found)


def _listed(output: Console, found: Iterable[dict[str, Any]]) -> None:
    table = Table("id", "tool", "outcome", "window", "query", box=None)
    for each in found:
        window = f"{each['window']['start']} to {each['window']['end']}"
        query = ", ".join(f"{name}={value}" for name, value in each["query"].items())
        table.add_row(each["id"], each["tool"], each["outcome"], window, escape(query))
    output.print(table)


def _fetched(output: Console, found: Iterable[dict[str, Any]]) -> None:
    for each in found:
        output.print(json.dumps(each.get("raw"), indent=2), markup=False, highlight=False)
        if not each["intact"]:
            output.print("This is not what was found: its digest has changed.", style="red")


def _rechecked(output: Console, found: Iterable[dict[str, Any]]) -> None:
    for each in found:
        colour = _COLOURS.get(each["outcome"], "cyan")
        head = f"[{colour}]{each['outcome']:15}[/] {each['evidenceId']}  {each['tool']}"
        output.print(head, highlight=False)
        output.print(f"  {each['summary']}", markup=False, highlight=False)
        if each.get("diff"):
            output.print(Syntax(each["diff"], "diff", word_wrap=True))
