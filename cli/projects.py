"""`casebook projects`: what each project may watch, as an operator says."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from casebook.domain.foreign import OPTIONS
from casebook.domain.ownership import Owned
from casebook.workloads.ownership_requests import OwnershipView
from cli import table as tables
from cli.migrate import AsJson, TableName
from cli.plain import plain

app = typer.Typer(no_args_is_help=True, help="Say what each project may watch.")

Project = Annotated[str, typer.Argument(help="A project: a group of the user pool.")]
Names = Annotated[
    list[str] | None, typer.Option("--name", help="Resources, by name or ARN; * is anything.")
]
LogGroups = Annotated[list[str] | None, typer.Option("--log-group", help="Log groups.")]
Namespaces = Annotated[list[str] | None, typer.Option("--namespace", help="Of metrics.")]
Alarms = Annotated[list[str] | None, typer.Option("--alarm", help="Alarms, by name.")]
Clones = Annotated[list[str] | None, typer.Option("--clone", help="Clones of repositories.")]
Hosts = Annotated[list[str] | None, typer.Option("--host", help="Servers asked without a secret.")]
Remove = Annotated[bool, typer.Option("--remove", help="Take these away instead.")]
# What a person reads of each field.
_HEADINGS = {name: option.replace("-", " ") + "s" for name, option in OPTIONS.items()}


@app.command(name="list")
def every(table: TableName = None, as_json: AsJson = False) -> None:
    """List the projects that own or watch something."""
    with tables.opened(table) as wiring:
        views = [wiring.owning.view(project) for project in wiring.owning.known()]
    if as_json:
        print(json.dumps({"projects": [_dumped(view) for view in views]}, indent=2))
        return
    shown = Table("project", "owns", "workloads with what it owns not", box=None)
    for view in views:
        owned = [pattern for name in OPTIONS for pattern in getattr(view.ownership, name)]
        not_all = ", ".join(each.name for each in view.unowned)
        shown.add_row(
            plain(view.ownership.project), plain(", ".join(owned) or "nothing"), plain(not_all)
        )
    Console().print(shown)


@app.command()
def show(project: Project, table: TableName = None, as_json: AsJson = False) -> None:
    """Show what a project owns, and what to run for what its workloads name beside that."""
    with tables.opened(table) as wiring:
        view = wiring.owning.view(project)
    _show(view, table, as_json=as_json)


@app.command()
def own(
    project: Project,
    name: Names = None,
    log_group: LogGroups = None,
    namespace: Namespaces = None,
    alarm: Alarms = None,
    clone: Clones = None,
    host: Hosts = None,
    remove: Remove = False,
    table: TableName = None,
    as_json: AsJson = False,
) -> None:
    """Let a project watch resources, log groups, metrics and alarms; what it has stays."""
    changed = _owned([name, log_group, namespace, alarm, clone, host])
    with tables.opened(table) as wiring:
        view = wiring.owning.change(project, "casebook projects own", changed, removed=remove)
    _show(view, table, as_json=as_json)


def _owned(given: Sequence[list[str] | None]) -> Owned:
    patterns = {field: tuple(said or ()) for field, said in zip(OPTIONS, given, strict=True)}
    if not any(patterns.values()):
        options = ", ".join(f"--{option}" for option in OPTIONS.values())
        raise typer.BadParameter(f"say what: {options}")
    try:
        return Owned.model_validate(patterns)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise typer.BadParameter(f"{first['loc'][0]}: {first['msg']}") from error


def _show(view: OwnershipView, table: str | None, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_dumped(view), indent=2))
        return
    output, kept = Console(), view.ownership
    if not kept.version:
        output.print(f"{plain(kept.project)} owns nothing yet.", highlight=False)
    for name, heading in _HEADINGS.items():
        if patterns := getattr(kept, name):
            output.print(f"{heading}: {plain(', '.join(patterns))}", highlight=False)
    for each in view.unowned:
        output.print(
            f"\n{plain(each.name)} names what {plain(kept.project)} does not own. To allow it:",
            highlight=False,
        )
        on = f" --table {shlex.quote(table)}" if table else ""
        output.print(f"  {plain(each.command)}{plain(on)}", highlight=False, soft_wrap=True)


def _dumped(view: OwnershipView) -> dict[str, object]:
    """Not the mode, which is a setting of the functions and stands in no table."""
    return view.model_dump(mode="json", by_alias=True, exclude={"mode"})
