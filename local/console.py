"""Serves the web console of a local stack, on loopback alone.

`start` keeps it in a process of its own, for as long as the emulator lives; `serve` does so in
this process, for the length of a `with` block.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from infra import web_headers
from local import paths, ports, processes
from local.console_server import Server, Site
from local.state import CasebookOutputs

# The same one every time, as far as it is free, so that a link to the console outlives the stack.
PORT = 8474
STOP_SECONDS = 3.0
POLL_SECONDS = 1.0
_COMMAND = "local.console"


def listen(preferred: int = PORT) -> socket.socket:
    """A socket of 127.0.0.1 that listens; whoever connects waits until somebody serves.

    The address is known, and nobody else's, before the stack is deployed that has to name it.
    """
    return ports.listen(preferred)


def origin(listening: socket.socket) -> str:
    """The origin of the console that is served on a socket."""
    host, port = listening.getsockname()
    return f"http://{host}:{port}"


def port(of: str) -> int:
    """The port of an origin that `origin` gave."""
    return int(of.rpartition(":")[2])


def start(listening: socket.socket, casebook: CasebookOutputs, emulator_pid: int) -> int:
    """The process id of a server that ends with the emulator. The socket is the server's then."""
    outputs = casebook.model_dump_json(by_alias=True)
    with paths.CONSOLE_LOG.open("wb") as log, listening:
        process = subprocess.Popen(
            [sys.executable, "-m", _COMMAND, str(listening.fileno()), str(emulator_pid), outputs],
            cwd=paths.ROOT,
            pass_fds=[listening.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return process.pid


def is_running(pid: int) -> bool:
    """Whether the server that `start` started still runs."""
    return processes.runs(pid, _COMMAND)


def stop(pid: int) -> None:
    """Ends the server that `start` started; does nothing when it is gone already."""
    processes.end(pid, _COMMAND, STOP_SECONDS)


@contextmanager
def serve(listening: socket.socket, casebook: CasebookOutputs) -> Iterator[Server]:
    """Serves the console of a stack in a thread. Raises ToolMissing when it is not built."""
    with Server(listening, site(casebook)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def site(casebook: CasebookOutputs) -> Site:
    """The built console, which may call this stack and nothing else."""
    config = casebook.web_config
    called = (config.api, config.websocket, config.authority, casebook.login_url)
    headers = web_headers.security_headers(map(web_headers.source, called))
    return Site(paths.web(), json.dumps(config.document()).encode(), headers)


def main(descriptor: str, emulator_pid: str, outputs: str) -> None:
    """Serves until the emulator is gone."""
    listening = socket.socket(fileno=int(descriptor))
    with serve(listening, CasebookOutputs.model_validate_json(outputs)):
        while _exists(int(emulator_pid)):
            time.sleep(POLL_SECONDS)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
