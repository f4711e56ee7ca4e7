"""How calls to AWS are repeated, and what their failures say."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from casebook.adapters.aws import Aws, Credentials
from casebook.adapters.push import ApiGatewayPost
from casebook.errors import AwsCallFailed


class CannedAws:
    """A server that answers with what it was told to, one answer a request."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, object]]] = []
        self.paths: list[str] = []
        self.clients: dict[object, socket.socket] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                outer.paths.append(self.path)
                outer.clients[self.client_address] = self.connection
                status, body = outer.answers.pop(0)
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *args: object) -> None:
                return None

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.pauses: list[float] = []
        self.aws = Aws(
            "us-east-1",
            Credentials("key", "secret"),
            f"http://127.0.0.1:{self.server.server_address[1]}",
            pause=self.pauses.append,
        )

    def hang_up(self) -> None:
        """Close every connection, as a server does to one that is idle for long."""
        for connection in self.clients.values():
            connection.shutdown(socket.SHUT_RDWR)

    def call(self) -> object:
        return self.aws.json_call("dynamodb", "DynamoDB_20120810.GetItem", {})


@pytest.fixture
def canned() -> Iterator[CannedAws]:
    server = CannedAws()
    yield server
    server.server.shutdown()


def error(code: str, message: str = "because") -> dict[str, object]:
    return {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": message}


def test_a_throttled_call_is_repeated_with_growing_random_pauses(canned: CannedAws) -> None:
    throttled = (400, error("ProvisionedThroughputExceededException"))
    canned.answers = [throttled, (503, {}), (200, {"Item": {}})]

    assert canned.call() == {"Item": {}}
    assert len(canned.pauses) == 2
    assert all(0 <= pause <= 5 for pause in canned.pauses)


def test_a_refusal_is_not_repeated_and_says_why(canned: CannedAws) -> None:
    canned.answers = [(400, error("AccessDeniedException", "not authorized"))]

    with pytest.raises(AwsCallFailed) as failed:
        canned.call()

    assert failed.value.code == "AccessDeniedException"
    assert failed.value.detail == "GetItem failed with AccessDeniedException: not authorized"
    assert canned.pauses == []


def test_after_four_attempts_the_last_failure_is_told(canned: CannedAws) -> None:
    canned.answers = [(500, error("InternalServerError"))] * 4

    with pytest.raises(AwsCallFailed, match="InternalServerError"):
        canned.call()

    assert len(canned.paths) == 4


def test_nobody_listening_is_a_failure_with_a_name() -> None:
    aws = Aws("us-east-1", Credentials("k", "s"), "http://127.0.0.1:9", pause=lambda _: None)

    with pytest.raises(AwsCallFailed) as failed:
        aws.json_call("dynamodb", "DynamoDB_20120810.GetItem", {})

    assert failed.value.code == "ConnectionFailed"


def test_a_gone_connection_is_told_apart_from_a_failure(canned: CannedAws) -> None:
    post = ApiGatewayPost(canned.aws, canned.aws.endpoint("execute-api") + "/live")
    canned.answers = [(200, {}), (410, {"message": "Gone"}), (403, {"message": "Forbidden"})]

    assert post("c=1", b"{}") is True
    assert post("c=1", b"{}") is False
    with pytest.raises(AwsCallFailed):
        post("c=1", b"{}")
    assert canned.paths[0] == "/live/%40connections/c%3D1"


def test_the_connection_is_kept_between_requests(canned: CannedAws) -> None:
    canned.answers = [(200, {})] * 3

    for _ in range(3):
        canned.call()

    assert len(canned.clients) == 1


def test_a_connection_that_was_closed_meanwhile_is_replaced(canned: CannedAws) -> None:
    canned.answers = [(200, {}), (200, {"Item": {}})]
    canned.call()
    canned.hang_up()

    assert canned.call() == {"Item": {}}
    assert canned.pauses == []
