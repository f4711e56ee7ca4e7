"""Processor time of one post through our signer and warm connection, relative to boto3's client.

Both post to the same server on loopback, in turns, in one run; the best of several rounds counts.
"""

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3

from casebook.adapters.aws import Aws, Credentials
from casebook.adapters.push import ApiGatewayPost

_POSTS = 200
_ROUNDS = 5
BODY = b'{"type":"content-delta","stream":"ses_1","message":"msg_1","offset":0,"text":"hello "}'


class _Sink(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        return None


def post_costs() -> dict[str, float]:
    """`ratio` of processor time, and `microseconds` of ours."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    post = ApiGatewayPost(Aws("us-east-1", Credentials("k", "s"), endpoint), f"{endpoint}/live")
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
    client = boto3.client(
        "apigatewaymanagementapi", endpoint_url=f"{endpoint}/live", region_name="us-east-1", **keys
    )
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        ours.append(_spent(lambda: post("c1", BODY)))
        theirs.append(_spent(lambda: client.post_to_connection(ConnectionId="c1", Data=BODY)))
    server.shutdown()
    return {
        "ratio": round(min(ours) / min(theirs), 3),
        "target": 0.25,
        "microseconds": round(min(ours) * 1e6),
    }


def _spent(post: Callable[[], object]) -> float:
    """Seconds of this thread's processor time for one post."""
    began = time.thread_time()
    for _ in range(_POSTS):
        post()
    return (time.thread_time() - began) / _POSTS
