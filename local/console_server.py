"""The web console's HTTP server, which does on a laptop what CloudFront does in an account.

It serves the build below one folder, `config.json`, and the page itself for each of its paths. It
answers requests that name its own address as their host and no others: a page of somebody else
whose name was made to point at this machine gets nothing (DNS rebinding).
"""

from __future__ import annotations

import gzip
import hashlib
import socket
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from infra import web_config, web_headers

IDLE_SECONDS = 30
TEXT = "text/plain; charset=utf-8"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": TEXT,
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_PACKED_ALREADY = {".png", ".woff2"}
_WORTH_PACKING = 1000


@dataclass(frozen=True)
class File:
    """What one path shows. `packed` is the same with gzip, or nothing where that saves nothing."""

    content: bytes
    kind: str
    cache: str
    packed: bytes = b""

    @property
    def tag(self) -> str:
        return f'W/"{hashlib.sha256(self.content).hexdigest()[:20]}"'


@dataclass(frozen=True)
class Site:
    """A build of the console, the `config.json` of its deployment, and every answer's headers."""

    folder: Path
    config: bytes
    headers: dict[str, str]

    def find(self, path: str) -> File | None:
        """The file at an absolute path, which is not decoded yet, or the page; None for neither."""
        try:
            names = unquote(path, errors="strict").strip("/").split("/")
        except UnicodeDecodeError:
            return None
        if any(name.startswith(".") or "\\" in name or "\0" in name for name in names):
            return None
        wanted = "/".join(names)
        if wanted == web_config.FILE:
            return File(self.config, TYPES[".json"], web_headers.REVALIDATED)
        if found := self._read(wanted):
            return found
        return self._read(web_headers.PAGE) if web_headers.is_a_page(wanted) else None

    def _read(self, name: str) -> File | None:
        file = (self.folder / name).resolve()
        # A link may lead out of the folder.
        if not file.is_relative_to(self.folder.resolve()) or not file.is_file():
            return None
        return _loaded(file, file.stat().st_mtime_ns, web_headers.cache_control(name))


class Server(ThreadingHTTPServer):
    """Serves a site on a socket that listens already."""

    daemon_threads = True

    def __init__(self, listening: socket.socket, site: Site) -> None:
        host, port = listening.getsockname()
        super().__init__((host, port), Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.site = site
        self.host = f"{host}:{port}"
        self.nickname = f"localhost:{port}"


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").lower()
        if host == self.server.nickname:
            self._redirect()
        elif host != self.server.host:
            message = f"This is http://{self.server.host}, and nothing else."
            self._say(HTTPStatus.MISDIRECTED_REQUEST, message)
        elif not self.path.startswith("/"):
            self._say(HTTPStatus.BAD_REQUEST, "The path has to begin with a slash.")
        else:
            self._show()

    do_HEAD = do_GET

    def do_POST(self) -> None:
        # Its body is not read, so the connection cannot be used again.
        self.close_connection = True
        message = "Nothing can be sent here; the API has an address of its own."
        self._say(HTTPStatus.METHOD_NOT_ALLOWED, message, Allow="GET, HEAD")

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the base class answers to a request that is none; its own page has inline style."""
        self.close_connection = True
        # What has no version yet would be answered without a status.
        self.request_version = self.protocol_version
        self._say(HTTPStatus(code), "This is no request that can be answered.")

    def version_string(self) -> str:
        return "casebook"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: an address may carry the code that a person signs in with."""

    def _redirect(self) -> None:
        """To the one address that the API and the sign-in know."""
        target = f"http://{self.server.host}/{self.path.lstrip('/')}"
        self._say(HTTPStatus.TEMPORARY_REDIRECT, f"See {target}", Location=target)

    def _show(self) -> None:
        file = self.server.site.find(self.path.partition("?")[0].partition("#")[0])
        if file is None:
            self._say(HTTPStatus.NOT_FOUND, "There is no such file.")
            return
        headers = {"Cache-Control": file.cache, "ETag": file.tag, "Vary": "Accept-Encoding"}
        if file.tag in self.headers.get("If-None-Match", ""):
            self._answer(HTTPStatus.NOT_MODIFIED, b"", headers)
        elif file.packed and "gzip" in self.headers.get("Accept-Encoding", ""):
            headers |= {"Content-Type": file.kind, "Content-Encoding": "gzip"}
            self._answer(HTTPStatus.OK, file.packed, headers)
        else:
            self._answer(HTTPStatus.OK, file.content, headers | {"Content-Type": file.kind})

    def _say(self, status: HTTPStatus, message: str, **headers: str) -> None:
        about = {"Content-Type": TEXT, "Cache-Control": "no-store"}
        self._answer(status, f"{message}\n".encode(), about | headers)

    def _answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (self.server.site.headers | headers).items():
            self.send_header(name, value)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@lru_cache(maxsize=256)
def _loaded(file: Path, changed_at: int, cache: str) -> File:
    """A file of the build, read and packed once for each time that it was written."""
    content = file.read_bytes()
    worth = len(content) >= _WORTH_PACKING and file.suffix not in _PACKED_ALREADY
    return File(
        content,
        TYPES.get(file.suffix, "application/octet-stream"),
        cache,
        gzip.compress(content, mtime=0) if worth else b"",
    )
