"""The local stack, started if none is up."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console

from infra import origins
from local import emulator, models, state
from local import stack as local_stack
from local.deaths import planning
from local.errors import OriginNotAllowed, StackNotUp
from local.state import Stack


def origins_named(texts: list[str] | None) -> list[str]:
    """The origins that an option names, as browsers send them. Raises BadParameter."""
    try:
        return [origins.parse(text) for text in texts or []]
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def up(
    models_file: Path | None,
    progress: Console,
    web_origins: Sequence[str] = (),
    with_deaths: bool = False,
) -> tuple[Stack, bool]:
    """The stack, and whether this command started it. It asks the models of the file, if one is
    given. Pages of `web_origins` may call it; raises OriginNotAllowed when a stack that is up
    already was started without one of them. `with_deaths`: its functions' processes can be killed.
    """
    # Before the stack, so that a typing mistake costs nothing.
    wanted = models.read(models_file) if models_file else None
    try:
        stack, started = local_stack.serve_again(state.read()), False
        if missing := [origin for origin in web_origins if origin not in stack.web_origins]:
            raise OriginNotAllowed(missing)
    except StackNotUp:
        with progress.status("…") as shown:
            start = planning.start if with_deaths else emulator.start
            stack = local_stack.up(lambda what: shown.update(f"{what} …"), web_origins, start)
            started = True
    if wanted:
        models.configure(stack, wanted)
        if not started:
            with progress.status("waiting until the functions have read of the models …"):
                time.sleep(models.UNTIL_READ_AGAIN)
    return stack, started
