"""A server that says what llmock has no words for: thoughts, cached tokens, errors as events."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@contextmanager
def serving(body: bytes, content_type: str, status: int = 200) -> Iterator[tuple[str, list[Any]]]:
    """Answers every request with the body; gives its address and the requests' bodies."""
    requests: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["content-length"])
            requests.append(json.loads(self.rfile.read(size)))
            self._answer()

        def do_GET(self) -> None:
            requests.append({name.lower(): value for name, value in self.headers.items()})
            self._answer()

        def _answer(self) -> None:
            self.send_response(status)
            self.send_header("content-type", content_type)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: a test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", requests
    finally:
        server.shutdown()
        server.server_close()


def events(*payloads: dict[str, Any]) -> bytes:
    """Server-sent events as Anthropic sends them: the event's name is the payload's type."""
    return b"".join(
        f"event: {each['type']}\ndata: {json.dumps(each)}\n\n".encode() for each in payloads
    )
