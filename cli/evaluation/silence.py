"""Keeps what functions log and print from standing between the lines of a board."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO


@contextmanager
def silence() -> Iterator[None]:
    """Nothing of Casebook is logged or printed within; afterwards everything is as it was."""
    from casebook.observability import logger

    level = logger.log_level
    logger.setLevel("CRITICAL")
    try:
        with redirect_stdout(StringIO()):  # where metrics are printed
            yield
    finally:
        logger.setLevel(level)
