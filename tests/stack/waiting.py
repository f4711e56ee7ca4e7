"""Waiting for what happens by itself on a stack."""

import time
from collections.abc import Callable

SECONDS = 120
"""Longer than anything takes that is waited for; whatever holds sooner is not waited for longer."""
_STEP = 0.3


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether it holds within SECONDS, without anything more done for it."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(_STEP)
    return False
