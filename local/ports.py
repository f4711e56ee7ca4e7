"""Free ports of the loopback interface."""

from __future__ import annotations

import contextlib
import socket


def free(preferred: int = 0) -> int:
    """The preferred port if nothing listens there, else any free one."""
    for port in (preferred, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            # As servers do; else the connections of one that just ended would count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise OSError("no port of 127.0.0.1 is free")
