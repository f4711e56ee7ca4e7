"""A person is led to the console, and it stays open until they are done."""

from __future__ import annotations

import os
import pty
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from rich.console import Console

from casebook.domain.ids import new_id
from cli import invitation
from tests.fakes.local_stack import CONSOLE, running_stack


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A terminal's other end: what is written there, a person has typed."""
    keys, terminal = pty.openpty()
    with os.fdopen(terminal, "r") as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        yield keys
    os.close(keys)


@contextmanager
def typing(keyboard: int, key: bytes) -> Iterator[None]:
    """Presses the key again and again: what was typed before anybody reads is thrown away."""
    read = threading.Event()

    def press() -> None:
        while not read.wait(0.1):
            os.write(keyboard, key)

    hand = threading.Thread(target=press)
    hand.start()
    try:
        yield
    finally:
        read.set()
        hand.join()


def test_the_page_of_a_diagnosis_is_one_line_that_can_be_clicked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    diagnosis = new_id("dgn")

    invitation.show_diagnosis(running_stack(), diagnosis, Console(width=80))

    (line,) = capsys.readouterr().out.splitlines()
    assert line == f"Follow it at {CONSOLE}/diagnoses/{diagnosis}"
    assert len(line) <= 80


@pytest.mark.parametrize("key", [b"q", b" ", b"\r", b"\x1b[A", b"\x03"])
def test_any_key_closes_the_console_and_so_does_ctrl_c(
    key: bytes, keyboard: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with typing(keyboard, key):
        invitation.keep_open(running_stack(), Console(width=80))

    said = capsys.readouterr().out
    assert CONSOLE in said
    assert "Press any key" in said
