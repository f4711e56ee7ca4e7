"""`casebook import-sessions`: bring an earlier product's sessions in, or take them out again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from casebook.importing.batches import Names, Outcome
from cli import table as tables
from cli.migrate import AsJson, DryRun, TableName
from cli.table import NotDone

_SHOWN_PROBLEMS = 20
_BATCH = re.compile(r"[\w.-]{1,64}")

_FILE = typer.Argument(help="The SQLite file.", show_default=False)
_PAIRS = "may be given often."


def run(
    file: Annotated[Path | None, _FILE] = None,
    workload: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=ID", help=f"A workload's name there and id here; {_PAIRS}"),
    ] = None,
    user: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=USER", help=f"A user's name there and in Cognito; {_PAIRS}"),
    ] = None,
    batch: Annotated[
        str | None, typer.Option(help="What to call the batch; else the file's digest.")
    ] = None,
    rollback: Annotated[
        str | None, typer.Option(metavar="BATCH", help="Take out what this batch brought.")
    ] = None,
    table: TableName = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Import the sessions of an earlier product, or roll such an import back."""
    if (file is None) == (rollback is None):
        raise typer.BadParameter("name either a FILE to import or a batch to --rollback")
    if rollback is not None:
        _roll_back(rollback, table, dry_run=dry_run, as_json=as_json)
    elif file is not None:
        names = Names(_pairs("--workload", workload), _pairs("--user", user))
        _import(file, batch or _digest(file), names, table, dry_run=dry_run, as_json=as_json)


def _import(
    file: Path, batch: str, names: Names, table: str | None, *, dry_run: bool, as_json: bool
) -> None:
    if not _BATCH.fullmatch(batch):
        raise typer.BadParameter("a batch's name is letters, digits, '.', '_' and '-', at most 64")
    console = Console(stderr=True)
    way_back = f"To take it out again: casebook import-sessions --rollback {batch}"
    first = None if dry_run else way_back
    with tables.opened(table) as wiring, _progress(console, first) as progress:
        outcome = wiring.session_import.run(file, batch, names, dry_run=dry_run, progress=progress)
    if as_json:
        _print_json({**asdict(outcome), "dry_run": dry_run})
    else:
        _present(outcome, Console(), dry_run=dry_run)
    if outcome.problems:
        raise typer.Exit(1)


def _roll_back(batch: str, table: str | None, *, dry_run: bool, as_json: bool) -> None:
    with (
        tables.opened(table) as wiring,
        _progress(Console(stderr=True)) as progress,
    ):
        removed = wiring.session_import.roll_back(batch, dry_run=dry_run, progress=progress)
    if as_json:
        _print_json({"batch": batch, "removed": removed, "dry_run": dry_run})
        return
    would = "would be" if dry_run else "were"
    Console().print(f"{removed} sessions of {batch} {would} removed.", highlight=False)


def _present(outcome: Outcome, output: Console, *, dry_run: bool) -> None:
    would = "would be" if dry_run else "were"
    output.print(
        f"{outcome.imported} sessions with {outcome.messages} messages {would} imported as "
        f"{outcome.batch}; {outcome.already} had been before; {outcome.skipped} {would} skipped.",
        highlight=False,
    )
    if outcome.system_messages or outcome.unasked_messages:
        output.print(
            f"Left out: {outcome.system_messages} system messages, "
            f"{outcome.unasked_messages} that answer no question.",
            highlight=False,
        )
    if not outcome.problems:
        return
    found = Table("table", "row", "session", "what is wrong", box=None)
    for problem in outcome.problems[:_SHOWN_PROBLEMS]:
        cells = (problem.table, problem.row, problem.session, problem.reason)
        found.add_row(*map(Text, cells))
    output.print(found)
    if (more := len(outcome.problems) - _SHOWN_PROBLEMS) > 0:
        output.print(f"… and {more} more; --json lists all.", highlight=False)
    output.print("Put these right in the file or the command, and run it again: the rest stays.")


def _pairs(option: str, given: list[str] | None) -> dict[str, str]:
    pairs = {}
    for pair in given or []:
        name, equals, meant = pair.rpartition("=")
        if not (name and equals and meant):
            raise typer.BadParameter(f"{option} {pair!r} is not NAME=ID")
        pairs[name] = meant
    return pairs


def _digest(file: Path) -> str:
    """A batch's name that is the same for the same file."""
    try:
        with file.open("rb") as content:
            return f"import-{hashlib.file_digest(content, 'sha256').hexdigest()[:12]}"
    except OSError as error:
        raise NotDone(
            f"{file} cannot be read: {error.strerror}.", "Name an SQLite file."
        ) from error


@contextmanager
def _progress(console: Console, first: str | None = None) -> Iterator[Callable[[int, int], None]]:
    """A bar over sessions. `first` is said once there is something done, and stays if it stops."""
    with Progress(console=console, transient=True) as bars:
        bar = bars.add_task("sessions", total=None)

        def advance(done: int, total: int) -> None:
            if first is not None and bars.tasks[0].total is None:
                console.print(first, highlight=False)
            bars.update(bar, completed=done, total=total)

        yield advance


def _print_json(document: dict[str, object]) -> None:
    camel = {re.sub(r"_(.)", lambda m: m[1].upper(), name): v for name, v in document.items()}
    print(json.dumps(camel, indent=2))
