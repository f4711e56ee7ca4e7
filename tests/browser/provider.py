"""A provider of a language model on loopback, in Anthropic's protocol; its answers can be held."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from local import ports
from tests.browser.answers import STAMP, Answer, answer_to

WORDS_A_SECOND = 80
# A test that forgets to release an answer, or dies before it, must not hold the stack up.
LONGEST_HOLD_SECONDS = 70
# Words are gathered before they are passed on, until another comes after so long.
UNTIL_SAID_SECONDS = 1.0
_USAGE = {"input_tokens": 1200, "output_tokens": 1}


class Provider(ThreadingHTTPServer):
    """Answers on a free port, each request in a thread of its own."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", ports.free()), _Handler)
        self._released: set[str] = set()
        self._cut: set[str] = set()
        self._changed = threading.Condition()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def release(self, key: str) -> None:
        """Lets the answers that wait for the key go on, and those to come."""
        with self._changed:
            self._released.add(key)
            self._changed.notify_all()

    def wait_for(self, key: str) -> None:
        with self._changed:
            self._changed.wait_for(lambda: key in self._released, LONGEST_HOLD_SECONDS)

    def cuts_now(self, key: str) -> bool:
        """True the first time only."""
        with self._changed:
            first = key not in self._cut
            self._cut.add(key)
            return first

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a function that is asked to stop leaves in the middle of an answer."""


@contextmanager
def serving() -> Iterator[Provider]:
    """A provider that answers for as long as the block lasts."""
    provider = Provider()
    thread = threading.Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        thread.join()
        provider.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Provider

    def do_GET(self) -> None:
        """Which models there are; health asks it."""
        body = json.dumps({"data": [], "has_more": False}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for event in self._events(answer_to(asked)):
            chunk = f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def _events(self, answer: Answer) -> Iterator[dict[str, Any]]:
        message = {
            "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [],
            "stop_reason": None, "stop_sequence": None, "usage": _USAGE,
        }  # fmt: skip
        yield {"type": "message_start", "message": message}
        if answer.tool is None:
            stop = "end_turn"
            yield _begins({"type": "text", "text": ""})
            for number, word in enumerate(answer.words):
                if number == answer.ready - 1 and (answer.hold or answer.cut):
                    time.sleep(UNTIL_SAID_SECONDS)
                if number == answer.ready:
                    self._hold(answer)
                now = f"{time.time_ns() // 1000} "
                yield _delta({"type": "text_delta", "text": now if word == STAMP else word})
                time.sleep(1 / WORDS_A_SECOND)
        else:
            stop = "tool_use"
            self._hold(answer)
            called = f"toolu_{time.monotonic_ns()}"
            yield _begins({"type": "tool_use", "id": called, "name": answer.tool, "input": {}})
            yield _delta({"type": "input_json_delta", "partial_json": answer.arguments})
        yield {"type": "content_block_stop", "index": 0}
        end = {"stop_reason": stop, "stop_sequence": None}
        spent = {"output_tokens": max(20, len(answer.words))}
        yield {"type": "message_delta", "delta": end, "usage": spent}
        yield {"type": "message_stop"}

    def _hold(self, answer: Answer) -> None:
        if answer.hold is not None:
            self.server.wait_for(answer.hold)
        if answer.cut is not None and self.server.cuts_now(answer.cut):
            raise ConnectionAbortedError("cut, as the test asked")

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the harness' standard output is its one line of JSON."""


def _begins(block: dict[str, Any]) -> dict[str, Any]:
    return {"type": "content_block_start", "index": 0, "content_block": block}


def _delta(delta: dict[str, Any]) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": 0, "delta": delta}
