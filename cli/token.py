"""`casebook token`: what a script or a page shows the local API to be let in."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from cli.client import tokens
from local import state


def run(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print all tokens, and for how long they are good.")
    ] = False,
) -> None:
    """Print a token of the local stack's user, for `Authorization: Bearer`."""
    issued = tokens(state.read())
    if not as_json:
        print(issued.id_token)
        return
    document = {
        "token": issued.id_token,
        "accessToken": issued.access_token,
        "refreshToken": issued.refresh_token,
        "expiresInSeconds": issued.expires_in_seconds,
    }
    print(json.dumps(document, indent=2))
