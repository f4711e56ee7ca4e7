"""Threads that know what the work knows that started them: their context is that of who asks.

What is known (knowledge/catalogue.py) hangs on the work in hand, which a thread of the standard
library would not know of.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Pool(ThreadPoolExecutor):
    """Runs calls side by side; `map` submits, too."""

    def submit(self, call: Callable[P, T], /, *args: P.args, **named: P.kwargs) -> Future[T]:
        return super().submit(partial(copy_context().run, call, *args, **named))


def start(call: Callable[P, object], /, *args: P.args, **named: P.kwargs) -> None:
    """Run a call in a daemon: one that hangs must hold neither the run nor the process's exit."""
    run = partial(copy_context().run, call, *args, **named)
    threading.Thread(target=run, daemon=True).start()
