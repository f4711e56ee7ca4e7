"""The `casebook` command, run in this process as a person runs it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from cli import main as command


class Said(NamedTuple):
    """How a run ended: its exit code, and what it printed on its two streams."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


def command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int = 80
) -> Run:
    """A function that runs `casebook` with its arguments at a terminal of so many columns."""
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setenv("COLUMNS", str(columns))

    def run(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["casebook", *arguments])
        code = 0
        try:
            command.main()
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return run
