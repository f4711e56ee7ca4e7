"""What the console's server shows, what it refuses, and the headers of both."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest

from infra import web_headers
from local import console, paths
from local.console_server import Server
from local.errors import ToolMissing
from local.state import CasebookOutputs

PAGE = b"<!doctype html><title>Casebook</title>"
SCRIPT = b"console.log('casebook');" * 100
API = "http://127.0.0.1:4566"


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


@pytest.fixture
def casebook() -> CasebookOutputs:
    names = [field.alias or name for name, field in CasebookOutputs.model_fields.items()]
    addresses = {
        "HttpApiUrl": f"{API}/_aws/execute-api/a1/$default",
        "WebSocketUrl": "ws://127.0.0.1:4566/_aws/execute-api/a2/live",
        "Authority": f"{API}/us-east-1_pool",
        "LoginUrl": API,
    }
    return CasebookOutputs.model_validate({name: name for name in names} | addresses)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A build, and beside it a file that nobody may see."""
    web = tmp_path / "web"
    for name, content in {
        "web/index.html": PAGE,
        "web/favicon.svg": b"<svg/>",
        "web/assets/index-1a2b.js": SCRIPT,
        "web/.vite/manifest.json": b"{}",
        "secret.txt": b"secret",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (web / "link.txt").symlink_to(tmp_path / "secret.txt")
    monkeypatch.setattr(paths, "WEB", web)
    return web


@pytest.fixture
def server(folder: Path, casebook: CasebookOutputs) -> Iterator[Server]:
    with console.serve(console.listen(), casebook) as running:
        yield running


def ask(
    server: Server, path: str, *, method: str = "GET", host: str | None = None, **headers: str
) -> Answer:
    """One request, whose path and host are sent as they stand."""
    connection = http.client.HTTPConnection(server.host, timeout=5)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", server.host if host is None else host)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path", ["/", "/diagnoses/dia_01JD", "/workloads/", "/signed-in?code=a.b&state=c", "/a%20b"]
)
def test_every_page_of_the_console_is_the_same_file(server: Server, path: str) -> None:
    answer = ask(server, path)

    assert (answer.status, answer.body) == (200, PAGE)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_with_a_hash_in_its_name_is_kept_for_ever(server: Server) -> None:
    answer = ask(server, "/assets/index-1a2b.js")

    assert (answer.status, answer.body) == (200, SCRIPT)
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_file_without_one_is_asked_for_again(server: Server) -> None:
    assert ask(server, "/favicon.svg").headers["Cache-Control"] == "no-cache"


def test_the_page_finds_the_stack(server: Server, casebook: CasebookOutputs) -> None:
    answer = ask(server, "/config.json")

    assert json.loads(answer.body) == casebook.web_config.document()
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/assets/index-0000.js", "/robots.txt", "/diagnoses/a.json"])
def test_a_file_that_is_missing_is_missing(server: Server, path: str) -> None:
    assert ask(server, path).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/..\\secret.txt",
        "/%2e%2e%5csecret.txt",
        "//../secret.txt",
        "/link.txt",
        "/.vite/manifest.json",
        "/index.html%00.txt",
        "/%ff.txt",
    ],
)
def test_nothing_outside_of_the_build_is_shown(server: Server, path: str) -> None:
    answer = ask(server, path)

    assert answer.status == 404
    assert b"secret" not in answer.body


def test_an_absolute_path_stays_below_the_build(server: Server, folder: Path) -> None:
    secret = folder.parent / "secret.txt"

    assert ask(server, f"/{secret}").status == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8474", "127.0.0.1", "", "[::1]:1"])
def test_another_name_for_this_machine_gets_nothing(server: Server, host: str) -> None:
    answer = ask(server, "/config.json", host=host)

    assert answer.status == 421
    assert b"clientId" not in answer.body


@pytest.mark.parametrize(
    ("path", "target"),
    [("/diagnoses/dia_1?at=3", "/diagnoses/dia_1?at=3"), ("//evil.example/", "/evil.example/")],
)
def test_localhost_leads_to_the_address_that_the_sign_in_knows(
    server: Server, path: str, target: str
) -> None:
    answer = ask(server, path, host=server.nickname)

    assert answer.status == 307
    assert answer.headers["Location"] == f"http://{server.host}{target}"


@pytest.mark.parametrize("path", ["/", "/assets/index-1a2b.js", "/config.json", "/missing.js"])
def test_every_answer_has_the_headers_that_keep_a_page_safe(server: Server, path: str) -> None:
    headers = ask(server, path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert f"connect-src 'self' {API} ws://127.0.0.1:4566;" in policy
    assert "frame-ancestors 'none'" in policy


def test_refusals_have_them_too(server: Server) -> None:
    for answer in (
        ask(server, "/", host="evil.example"),
        ask(server, "/", method="POST"),
        ask(server, "/", method="BREW"),
        ask(server, "http://evil.example/"),
    ):
        assert answer.status >= 400
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_nothing_inline_runs() -> None:
    policy = web_headers.content_security_policy([API])

    assert "unsafe" not in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy


def test_text_is_packed_for_who_can_unpack_it(server: Server) -> None:
    plain = ask(server, "/assets/index-1a2b.js")
    packed = ask(server, "/assets/index-1a2b.js", Accept_Encoding="br, gzip")

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.body) == SCRIPT
    assert len(packed.body) < len(SCRIPT)


def test_a_page_that_did_not_change_is_not_sent_again(server: Server, folder: Path) -> None:
    tag = ask(server, "/").headers["ETag"]

    again = ask(server, "/diagnoses", If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")

    (folder / "index.html").write_bytes(PAGE + b"<p>new</p>")
    changed = ask(server, "/", If_None_Match=tag)
    assert (changed.status, changed.body) == (200, PAGE + b"<p>new</p>")


def test_a_head_request_has_the_headers_alone(server: Server) -> None:
    answer = ask(server, "/assets/index-1a2b.js", method="HEAD")

    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(SCRIPT)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent(server: Server, method: str) -> None:
    answer = ask(server, "/", method=method)

    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_one_connection_carries_many_requests(server: Server) -> None:
    connection = http.client.HTTPConnection(server.host, timeout=5)
    connection.connect()
    first = connection.sock
    for path in ("/", "/missing.js", "/config.json"):
        connection.request("GET", path)
        connection.getresponse().read()

    assert connection.sock is first
    connection.close()


def test_what_is_no_http_is_refused_and_ends_the_connection(server: Server) -> None:
    host, port = server.host.split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(b"\x16\x03\x01\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))

    assert b"400" in answer
    assert b"<" not in answer


def test_it_listens_on_loopback_alone(server: Server) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_without_a_build_it_is_said_how_to_make_one(
    casebook: CasebookOutputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "WEB", tmp_path)

    with (
        console.listen() as listening,
        pytest.raises(ToolMissing) as missing,
        console.serve(listening, casebook),
    ):
        pass

    assert "make web" in missing.value.fix
