"""The local API lets in the console, Vite's dev server and whom somebody named."""

from __future__ import annotations

import socket

from infra import origins
from local import pages, ports


def test_the_console_and_vites_dev_server_are_always_let_in() -> None:
    console = pages.console_origin()

    allowed = pages.allowed(console, ["https://casebook.example", "http://localhost:5173"])

    assert allowed == (console, "http://localhost:5173", "https://casebook.example")
    assert origins.parse_all(list(allowed)) == allowed


def test_a_port_that_is_taken_is_left_to_whoever_has_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])

        assert ports.free(port) not in {0, port}


def test_a_preferred_port_is_taken_when_it_is_free() -> None:
    port = ports.free()

    assert ports.free(port) == port
