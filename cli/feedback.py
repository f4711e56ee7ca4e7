"""`casebook feedback`: say whether a diagnosis was useful or wrong."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console

from casebook.ports.feedback import Rating
from cli.client import Client, sign_in
from local import state

Cause = Annotated[str | None, typer.Option(help="What it really was, in a few words.")]
Note = Annotated[str | None, typer.Option(help="What else the next person should know.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def run(
    diagnosis: Annotated[str, typer.Argument(metavar="ID", help="A concluded diagnosis' id.")],
    rating: Annotated[Rating, typer.Argument(help="What you think of it.")],
    cause: Cause = None,
    note: Note = None,
    as_json: AsJson = False,
) -> None:
    """Say whether a diagnosis was useful or wrong. Saying it again replaces what you said."""
    stack = state.read()
    client = Client(stack.casebook.http_api_url, sign_in(stack))
    kept = client.give_feedback(diagnosis, rating, cause, note)
    if as_json:
        print(json.dumps(kept, indent=2))
    else:
        Console().print(f"Kept: {kept['user']} calls {diagnosis} {kept['rating']}.", markup=False)
