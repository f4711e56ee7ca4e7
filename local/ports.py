"""Ports of the loopback interface."""

from __future__ import annotations

import contextlib
import socket

LOOPBACK = "127.0.0.1"


def free() -> int:
    """A port where nothing listens."""
    with listen() as probe:
        return int(probe.getsockname()[1])


def listen(preferred: int = 0) -> socket.socket:
    """A socket that listens on the preferred port if nobody does, else on any free one."""
    for port in (preferred, 0):
        with contextlib.suppress(OSError):
            return socket.create_server((LOOPBACK, port), backlog=64)
    raise OSError(f"no port of {LOOPBACK} is free")
