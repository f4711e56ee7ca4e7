"""`casebook runbooks`: put a team's Markdown where Casebook looks for it, and see what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import boto3
import typer
from rich.console import Console
from rich.table import Table

from casebook.analysis.front_matter import NotRead, front_matter
from casebook.runbooks import MOST_BYTES_A_FILE, SUFFIX, prefix_of_project, prefix_of_workload
from cli import shop
from cli.client import Client, sign_in
from local import state
from local.errors import LocalError

app = typer.Typer(no_args_is_help=True, help="What the team wrote down, for Casebook to find.")

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder with Markdown files.")]
OfWorkload = Annotated[
    str | None, typer.Option("--workload", help="Whose they are: a workload's name or id.")
]
OfProject = Annotated[
    str | None, typer.Option("--project", help="For every workload of this project.")
]
BucketName = Annotated[
    str | None, typer.Option("--bucket", help="A real bucket's name; else the local stack's.")
]
Mirror = Annotated[bool, typer.Option("--mirror", help="Remove what the folder does not have.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


class NotPushed(LocalError):
    """Runbooks could not be put where they belong."""


@dataclass(frozen=True)
class Shelf:
    """One prefix of one bucket."""

    s3: Any
    bucket: str
    prefix: str

    def names(self) -> dict[str, int]:
        """The size in bytes of every runbook, by its name."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self.prefix
        )
        found = (each for page in pages for each in page.get("Contents", []))
        return {each["Key"].removeprefix(self.prefix): each["Size"] for each in found}

    def put(self, name: str, body: bytes) -> None:
        self.s3.put_object(
            Bucket=self.bucket, Key=self.prefix + name, Body=body, ContentType="text/markdown"
        )

    def remove(self, name: str) -> None:
        self.s3.delete_object(Bucket=self.bucket, Key=self.prefix + name)


@app.command()
def push(
    folder: Folder,
    workload: OfWorkload = None,
    project: OfProject = None,
    bucket: BucketName = None,
    mirror: Mirror = False,
    as_json: AsJson = False,
) -> None:
    """Put the Markdown files of a folder, and of the folders in it, where Casebook finds them."""
    texts = dict(read(folder))
    shelf = _shelf(workload, project, bucket)
    removed = sorted(shelf.names().keys() - texts) if mirror else []
    for name, body in texts.items():
        shelf.put(name, body)
    for name in removed:
        shelf.remove(name)
    if as_json:
        print(json.dumps({"pushed": list(texts), "removed": removed}, indent=2))
        return
    gone = f", {len(removed)} removed" if removed else ""
    Console().print(f"{len(texts)} runbooks are in s3://{shelf.bucket}/{shelf.prefix}{gone}.")


@app.command(name="list")
def show(
    workload: OfWorkload = None,
    project: OfProject = None,
    bucket: BucketName = None,
    as_json: AsJson = False,
) -> None:
    """Show what is there."""
    names = _shelf(workload, project, bucket).names()
    if as_json:
        print(json.dumps(names, indent=2))
        return
    table = Table("runbook", "bytes", box=None)
    for name, size in names.items():
        table.add_row(name, f"{size:,}")
    Console().print(table)


def read(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The Markdown files by their path in the folder. Raises NotPushed."""
    files = sorted(each for each in folder.rglob(f"*{SUFFIX}") if each.is_file())
    if not files:
        raise NotPushed(f"{folder} has no {SUFFIX} file.", "docs/knowledge.md says what goes in.")
    for file in files:
        body = file.read_bytes()
        if len(body) > MOST_BYTES_A_FILE:
            raise NotPushed(
                f"{file} has {len(body):,} bytes; Casebook reads none above {MOST_BYTES_A_FILE:,}.",
                "Split it where its headings are.",
            )
        try:
            front_matter(body.decode("utf-8-sig", errors="replace"))
        except NotRead as error:
            raise NotPushed(
                f"The front matter of {file} cannot be read: {error}.",
                "Between its two lines of --- it holds YAML, `description: …` for example.",
            ) from error
        yield file.relative_to(folder).as_posix(), body


def _shelf(workload: str | None, project: str | None, bucket: str | None) -> Shelf:
    """Where the runbooks of the one or the other are.

    Raises:
        StackNotUp: no bucket is named and no local stack is up.
    """
    if (workload is None) == (project is None):
        raise typer.BadParameter("name either --workload or --project")
    if bucket is not None:  # its API wants a person's sign-in, so names are not looked up
        if workload and not workload.startswith("wkl_"):
            raise typer.BadParameter("with --bucket, --workload is an id (wkl_…)")
        return Shelf(boto3.client("s3"), bucket, _prefix(workload, project))
    stack = state.read()
    if workload:
        workload = shop.find(Client(stack.casebook.http_api_url, sign_in(stack)), workload)
    return Shelf(stack.aws.client("s3"), stack.casebook.bucket_name, _prefix(workload, project))


def _prefix(workload: str | None, project: str | None) -> str:
    return prefix_of_workload(workload) if workload else prefix_of_project(project or "")
