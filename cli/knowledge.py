"""`casebook knowledge`: what a team knows of its own software, added to what Casebook knows."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from casebook.team_knowledge.checking import check as checked
from casebook.team_knowledge.requests import Problem, Row, TeamKnowledgePage
from casebook.team_knowledge.telling import told
from cli.client import Client, sign_in
from cli.errors import ApiError
from cli.plain import plain
from local import state
from local.errors import LocalError

app = typer.Typer(no_args_is_help=True, help="What the team knows of its own software.")

Document = Annotated[
    Path, typer.Argument(metavar="FILE", help="TOML; docs/knowledge.md says what.")
]
Project = Annotated[
    str | None, typer.Option("--project", help="Whose it is; needed if you have several.")
]
Version = Annotated[int | None, typer.Option("--version", min=1, help="An earlier version.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]

_CONFLICT = 409


class NotKept(LocalError):
    """A document was not put in force."""


@app.command()
def check(file: Document, as_json: AsJson = False) -> None:
    """Say what is wrong with a document, and what it comes to. Needs no stack."""
    found = checked(_read(file))
    problems = [Problem(field=each.where, error=each.problem) for each in found.problems]
    if as_json:
        _print({"rows": _dumped(told(found.rows)), "problems": _dumped(problems)})
    elif problems:
        for each in problems:
            _say(f"[red]{plain(each.field)}[/]: {plain(each.error)}")
    else:
        _say(f"Nothing is wrong with {plain(str(file))}.")
        Console().print(_table(told(found.rows)))
    if problems:
        sys.exit(1)


@app.command()
def put(file: Document, project: Project = None, as_json: AsJson = False) -> None:
    """Put a document in force. One that is wrong is refused, and the one before stays."""
    document = _read(file)
    client, project = _of(project)
    newest = client.team_knowledge(project)["newest"]
    try:
        kept = client.put_team_knowledge(project, document, newest)
    except ApiError as error:
        if errors := error.problem.get("errors"):
            said = "\n".join(f"{each['field']}: {each['error']}" for each in errors)
            raise NotKept(said, f"Version {newest} stays in force.") from error
        if error.status == _CONFLICT:
            raise NotKept(
                error.detail, "`casebook knowledge get` shows what is in force."
            ) from error
        raise
    _show(kept, as_json, lambda page: f"Version {page.version} is in force for {page.project}.")


@app.command()
def get(project: Project = None, version: Version = None, as_json: AsJson = False) -> None:
    """Print the document in force, as it was written."""
    client, project = _of(project)
    said = client.team_knowledge(project, version)
    if as_json:
        _print(said)
    else:
        print(said["document"], end="")


@app.command(name="list")
def show(project: Project = None, as_json: AsJson = False) -> None:
    """Show the rows in force; `casebook rules` lists Casebook's own."""
    client, project = _of(project)
    _show(client.team_knowledge(project), as_json, _in_force)


def _in_force(page: TeamKnowledgePage) -> str:
    if page.written_at is None:
        return f"The team of {page.project} has written nothing down yet."
    by = f"by {page.written_by}, " if page.written_by else ""
    return f"{page.project}: version {page.version}, {by}{page.written_at:%Y-%m-%d %H:%M} UTC"


def _show(
    said: dict[str, Any], as_json: bool, sentence: Callable[[TeamKnowledgePage], str]
) -> None:
    if as_json:
        _print(said)
        return
    page = TeamKnowledgePage.model_validate(said)
    _say(plain(sentence(page)))
    if page.rows:
        Console().print(_table(page.rows))


def _table(rows: Sequence[Row]) -> Table:
    shown = Table("table", "row", "says", box=None)
    for row in rows:
        shown.add_row(row.table, plain(row.name), plain(row.says))
    return shown


def _of(project: str | None) -> tuple[Client, str]:
    """The client, and the project: the person's own, if they have one alone."""
    stack = state.read()
    client = Client(stack.casebook.http_api_url, sign_in(stack))
    if project is not None:
        return client, project
    own = client.me()["projects"]
    if len(own) != 1:
        raise typer.BadParameter(f"name one with --project: {', '.join(own) or 'you have none'}")
    return client, str(own[0])


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotKept(
            f"{file} cannot be read: {error}", "It must be a text file in UTF-8."
        ) from error


def _dumped(models: Sequence[Row] | Sequence[Problem]) -> list[dict[str, Any]]:
    return [each.model_dump(mode="json", by_alias=True) for each in models]


def _say(text: str) -> None:
    Console().print(text, highlight=False, soft_wrap=True)


def _print(document: Any) -> None:
    print(json.dumps(document, indent=2))
