"""HTTP connections that stay open between requests.

The standard library's client costs half of what urllib3 does to load (docs/decisions/0002); what it
lacks is this: a connection a host for each thread that needs one at
the same time, and a fresh one in place of one that the other side has closed meanwhile.
"""

import http.client
import ssl
import threading
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

_TIMEOUT_SECONDS = 10.0


class NoAnswer(Exception):
    """The server did not answer: refused, timed out, or closed the connection."""


class Answer(NamedTuple):
    """Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class WarmConnections:
    """Safe to use from several threads: a connection serves one request at a time."""

    def __init__(self, timeout: float = _TIMEOUT_SECONDS) -> None:
        self._timeout = timeout
        self._idle = defaultdict[tuple[str, str], list[http.client.HTTPConnection]](list)
        self._lock = threading.Lock()
        self._tls: ssl.SSLContext | None = None

    def request(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a request whose repetition does no harm, and read the whole answer.

        A kept connection may have been closed by the other side while Lambda was frozen: then the
        request is sent once more, on a fresh one.

        Raises:
            NoAnswer: there was none on a fresh connection.
        """
        parts = urlsplit(url)
        host = (parts.scheme, parts.netloc)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        if kept := self._take(host):
            try:
                return self._exchange(kept, host, method, target, body, headers)
            except NoAnswer:
                pass  # closed meanwhile; below is the fresh one
        return self._exchange(self._open(*host), host, method, target, body, headers)

    def _exchange(
        self,
        connection: http.client.HTTPConnection,
        host: tuple[str, str],
        method: str,
        target: str,
        body: bytes,
        headers: Mapping[str, str],
    ) -> Answer:
        try:
            connection.request(method, target, body, dict(headers))
            response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise NoAnswer(f"{host[1]}: {error or type(error).__name__}") from error
        self._keep(host, connection, closing=response.will_close)
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, names, text)

    def _take(self, host: tuple[str, str]) -> http.client.HTTPConnection | None:
        with self._lock:
            idle = self._idle[host]
            return idle.pop() if idle else None

    def _keep(
        self, host: tuple[str, str], connection: http.client.HTTPConnection, *, closing: bool
    ) -> None:
        if closing:
            connection.close()
            return
        with self._lock:
            self._idle[host].append(connection)

    def _open(self, scheme: str, netloc: str) -> http.client.HTTPConnection:
        if scheme == "http":
            return http.client.HTTPConnection(netloc, timeout=self._timeout)
        with self._lock:
            self._tls = self._tls or ssl.create_default_context()
        return http.client.HTTPSConnection(netloc, timeout=self._timeout, context=self._tls)
