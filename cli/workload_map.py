"""`casebook map`: the resources of a workload and how each is now."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from casebook.domain.model import iso
from casebook.workloads.map_requests import WorkloadMap
from cli import shop
from cli.client import Client, sign_in
from cli.plain import plain
from local import state

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
WorkloadName = Annotated[str, typer.Option("--workload", help="The workload's name or id.")]
_COLOURS = {"alarming": "red", "changed": "yellow", "healthy": "green", "unknown": "dim"}


def run(workload: WorkloadName = shop.NAME, as_json: AsJson = False) -> None:
    """Show a workload's resources, who calls whom, and how each is now."""
    stack = state.read()
    client = Client(stack.casebook.http_api_url, sign_in(stack))
    said = client.workload_map(shop.find(client, workload))
    if as_json:
        print(json.dumps(said, indent=2))
        return
    found = WorkloadMap.model_validate(said)
    output = Console()
    output.print(table(found))
    if found.diagnosis:
        output.print(f"{found.diagnosis.diagnosis_id} is {found.diagnosis.status}.", markup=False)
    for note in found.notes:
        output.print(note, style="yellow", markup=False)


def table(found: WorkloadMap) -> Table:
    """A row a resource, with those that it calls."""
    shown = Table(box=None, pad_edge=False)
    for heading in ("resource", "state", "why", "calls"):
        shown.add_column(heading, overflow="fold")
    for resource in found.resources:
        since = f" Since {iso(resource.since)[:19]}Z." if resource.since else ""
        called = ", ".join(call.callee for call in found.calls if call.caller == resource.name)
        colour = _COLOURS[resource.state]
        state_shown = f"[{colour}]{resource.state}[/]"
        why = plain(resource.reason + since)
        shown.add_row(plain(resource.name), state_shown, why, plain(called))
    return shown
