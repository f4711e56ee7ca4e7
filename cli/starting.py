"""The local stack, started if none is up."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console

from local import models, state
from local import stack as local_stack
from local.errors import StackNotUp
from local.state import Stack


def up(models_file: Path | None, progress: Console) -> tuple[Stack, bool]:
    """The stack, and whether this command started it. It asks the models of the file, if one is
    given."""
    # Before the stack, so that a typing mistake costs nothing.
    wanted = models.read(models_file) if models_file else None
    try:
        stack, started = state.read(), False
    except StackNotUp:
        with progress.status("…") as shown:
            stack, started = local_stack.up(lambda what: shown.update(f"{what} …")), True
    if wanted:
        models.configure(stack, wanted)
        if not started:
            with progress.status("waiting until the functions have read of the models …"):
                time.sleep(models.UNTIL_READ_AGAIN)
    return stack, started
