"""A provider and a client's WebSocket on loopback, in a process of their own.

`python -m tests.bench.provider` prints its port. It speaks Anthropic's and OpenAI's protocol: each
delta is the moment of its sending, in nanoseconds of the monotonic clock, which all processes of a
machine share. `/paced/…` sends 80 deltas a second, `/fast/…` as many as it can. Frames that are
posted to a connection are read as a browser would; `GET /arrivals` gives, for each delta, when it
was sent and when it came in, and forgets them.
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

DELTAS = 240
DELTAS_A_SECOND = 80


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    arrivals: ClassVar[list[tuple[int, int]]] = []
    texts: ClassVar[dict[str, str]] = {}
    lock: ClassVar[threading.Lock] = threading.Lock()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        now = time.monotonic_ns()
        if "/%40connections/" in self.path:
            self._arrived(json.loads(body), now)
            self._whole(b"")
            return
        events = anthropic_events() if self.path.endswith("/messages") else openai_events()
        self._stream(events, 1 / DELTAS_A_SECOND if self.path.startswith("/paced") else 0)

    def do_GET(self) -> None:
        with self.lock:
            body = json.dumps(self.arrivals).encode()
            self.arrivals.clear()
            self.texts.clear()
        self._whole(body)

    def _arrived(self, frame: dict[str, Any], now: int) -> None:
        if frame["type"] != "content-delta" or "seq" in frame:
            return
        with self.lock:
            text = self.texts.get(frame["message"], "") + frame["text"]
            *whole, rest = text.split(" ")
            self.texts[frame["message"]] = rest
            self.arrivals.extend((int(stamp), now) for stamp in whole)

    def _stream(self, events: Iterator[bytes], pause: float) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for event in events:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
            if pause:
                time.sleep(pause)
        self.wfile.write(b"0\r\n\r\n")

    def _whole(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: standard output has the port alone."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: who has its first delta leaves, and may."""


def anthropic_events() -> Iterator[bytes]:
    usage = {"input_tokens": 10, "output_tokens": 1}
    message = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": usage,
    }  # fmt: skip
    yield _event({"type": "message_start", "message": message})
    text = {"type": "text", "text": ""}
    yield _event({"type": "content_block_start", "index": 0, "content_block": text})
    for _ in range(DELTAS):
        delta = {"type": "text_delta", "text": stamp()}
        yield _event({"type": "content_block_delta", "index": 0, "delta": delta})
    yield _event({"type": "content_block_stop", "index": 0})
    end = {"stop_reason": "end_turn", "stop_sequence": None}
    yield _event({"type": "message_delta", "delta": end, "usage": {"output_tokens": DELTAS}})
    yield _event({"type": "message_stop"})


def openai_events() -> Iterator[bytes]:
    for _ in range(DELTAS):
        yield _chunk([{"index": 0, "delta": {"content": stamp()}, "finish_reason": None}])
    yield _chunk([{"index": 0, "delta": {}, "finish_reason": "stop"}])
    usage = {"prompt_tokens": 10, "completion_tokens": DELTAS, "total_tokens": DELTAS + 10}
    yield _chunk([], usage)
    yield b"data: [DONE]\n\n"


def stamp() -> str:
    return f"{time.monotonic_ns()} "


def _event(payload: dict[str, Any]) -> bytes:
    return f"event: {payload['type']}\ndata: {json.dumps(payload)}\n\n".encode()


def _chunk(choices: list[Any], usage: dict[str, int] | None = None) -> bytes:
    body = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return f"data: {json.dumps(body | {'choices': choices, 'usage': usage})}\n\n".encode()


def main() -> None:
    server = Server(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
