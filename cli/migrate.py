"""`casebook migrate`: bring a table's items to a version, or back to an earlier one."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console

from cli import table as tables

TableName = Annotated[
    str | None, typer.Option("--table", help="A real table's name; else the local stack's.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Count, and write nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def run(
    to: Annotated[int | None, typer.Option(help="The version; the newest if not given.")] = None,
    table: TableName = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Bring every item of the table to a version, up or down."""
    console = Console(stderr=True)
    with tables.opened(table) as wiring, console.status("reading …") as shown:
        outcome = wiring.migrating.run(
            to,
            dry_run=dry_run,
            progress=lambda scanned, changed: shown.update(
                f"{scanned} items seen, {changed} changed"
            ),
        )
    if as_json:
        print(json.dumps({**asdict(outcome), "dryRun": dry_run}, indent=2))
        return
    output = Console()
    would = "would be" if dry_run else "were"
    resumed = ", going on where an earlier run stopped" if outcome.resumed else ""
    output.print(
        f"Version {outcome.to}: {outcome.changed} of {outcome.scanned} items {would} changed"
        f"{resumed}."
    )
    for step in outcome.applied:
        output.print(f"  {step.number}  {step.sentence}  [dim]since {step.at}[/]", highlight=False)
