"""Commands over loopback: `POST /<command>` with a JSON object, which is answered with one."""

from __future__ import annotations

import json
import secrets
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from local import ports
from tests.browser.scene import Command


class Control(ThreadingHTTPServer):
    """Its address has a secret in it, so that no page of the browser can command the stack."""

    daemon_threads = True

    def __init__(self, commands: Mapping[str, Command]) -> None:
        super().__init__(("127.0.0.1", ports.free()), _Handler)
        self.commands = commands
        self.secret = secrets.token_urlsafe(16)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/{self.secret}"


@contextmanager
def serving(commands: Mapping[str, Command]) -> Iterator[Control]:
    """Takes commands for as long as the block lasts."""
    control = Control(commands)
    thread = threading.Thread(target=control.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield control
    finally:
        control.shutdown()
        thread.join()
        control.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Control

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        secret, _, name = self.path.strip("/").partition("/")
        command = self.server.commands.get(name) if secret == self.server.secret else None
        if command is None:
            self._answer(404, {"error": f"there is no command {name!r}"})
            return
        try:
            self._answer(200, command(json.loads(body)))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test that asked is told
            traceback.print_exc(file=sys.stderr)
            self._answer(500, {"error": f"{type(error).__name__}: {error}"})

    def _answer(self, status: int, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the secret is in the address."""
