"""Threads that know what the work knows that started them: their context is that of who asks.

What is known (knowledge/catalogue.py) hangs on the work in hand, which a thread of the standard
library would not know of.
"""

import threading
from collections.abc import Callable
from contextvars import Context, copy_context
from functools import partial
from typing import TYPE_CHECKING, ParamSpec

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

P = ParamSpec("P")


def pool(workers: int, name: str = "") -> "ThreadPoolExecutor":
    """Runs calls side by side, each knowing what is known here and now."""
    from concurrent.futures import ThreadPoolExecutor  # few cold starts need it at once

    return ThreadPoolExecutor(workers, name, _take, (copy_context(),))


def start(call: Callable[P, object], /, *args: P.args, **named: P.kwargs) -> None:
    """Run a call in a daemon: one that hangs must hold neither the run nor the process's exit."""
    run = partial(copy_context().run, call, *args, **named)
    threading.Thread(target=run, daemon=True).start()


def _take(context: Context) -> None:
    for variable, value in context.items():
        variable.set(value)
