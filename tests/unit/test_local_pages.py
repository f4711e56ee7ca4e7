"""The local API lets in the console, Vite's dev server and whom somebody named."""

from __future__ import annotations

from infra import origins
from local import console, pages, ports


def test_the_console_and_vites_dev_server_are_always_let_in() -> None:
    with console.listen() as listening:
        origin = console.origin(listening)

    allowed = pages.allowed(origin, ["https://casebook.example", "http://localhost:5173"])

    assert allowed == (origin, "http://localhost:5173", "https://casebook.example")
    assert origins.parse_all(list(allowed)) == allowed


def test_a_port_that_is_taken_is_left_to_whoever_has_it() -> None:
    with ports.listen() as taken:
        port = taken.getsockname()[1]

        with ports.listen(port) as other:
            assert other.getsockname() == ("127.0.0.1", other.getsockname()[1])
            assert other.getsockname()[1] != port


def test_a_preferred_port_is_taken_when_it_is_free() -> None:
    port = ports.free()

    with ports.listen(port) as listening:
        assert listening.getsockname()[1] == port
