"""A server that drips holds nobody for longer than the whole exchange may take."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from casebook.adapters.outside import Outside
from casebook.errors import Unavailable

SECONDS = 0.4
EVERY = 0.02


@contextmanager
def dripping(answer: bytes) -> Iterator[str]:
    """A server that gives a byte now and then, each long before a read's own time would be up."""
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        try:
            connection, _ = listening.accept()
            with connection:
                for place in range(len(answer)):
                    connection.sendall(answer[place : place + 1])
                    time.sleep(EVERY)
        except OSError:
            return  # the client has gone, as it should

    threading.Thread(target=drip, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 500,
        b"HTTP/1.1 200 OK\r\ncontent-length: 4000\r\n\r\n" + b"x" * 4000,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 200,
    ],
    ids=["headers", "body", "interim answers"],
)
def test_each_byte_comes_in_time_and_the_whole_does_not(answer: bytes) -> None:
    began = time.monotonic()

    with dripping(answer) as url, pytest.raises(Unavailable, match=r"did not answer within 0\.4 s"):
        Outside(url, local=True, seconds=SECONDS).send("GET", "/", {})

    assert time.monotonic() - began < SECONDS + 0.5


def test_a_handshake_that_drips_is_in_the_same_time() -> None:
    began = time.monotonic()

    with dripping(b"\x16\x03\x03\x0f\xff" + b"\x02" * 4000) as url:
        secure = url.replace("http:", "https:")
        with pytest.raises(Unavailable, match=r"did not answer within 0\.4 s"):
            Outside(secure, local=True, seconds=SECONDS).send("GET", "/", {})

    assert time.monotonic() - began < SECONDS + 0.5


def test_an_answer_that_is_slow_but_in_time_is_taken() -> None:
    with dripping(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok") as url:
        answer = Outside(url, local=True, seconds=10).send("GET", "/", {})

    assert (answer.status, answer.body) == (200, b"ok")
