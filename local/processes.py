"""Processes that outlive the command which started them, each a process group of its own.

They are found again by the process id that was written down. An id alone proves nothing after a
restart of the machine, so a word of the command that was started has to be in its command line.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time


def runs(pid: int, word: str) -> bool:
    """Whether the process with this id is one whose command line has `word` in it."""
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return word in shown.stdout


def end(pid: int, word: str, seconds: float) -> None:
    """Ends the process and its children; does nothing when it is gone already.

    They have `seconds` to end by themselves.
    """
    if not runs(pid, word):
        return
    _signal(pid, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not _group_lives(pid):
            return
        time.sleep(0.1)
    _signal(pid, signal.SIGKILL)
    _group_lives(pid)


def _group_lives(group: int) -> bool:
    # A process that this very one started stays a zombie until somebody waits for it.
    with contextlib.suppress(ChildProcessError):
        os.waitpid(group, os.WNOHANG)
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _signal(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)
