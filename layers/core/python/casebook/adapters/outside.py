"""HTTP to servers that are not AWS' and that somebody named: guarded, bounded, never redirected."""

import http.client
import json
import ssl
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from casebook.adapters.addresses import connected
from casebook.adapters.deadline import Deadline, HeldTo
from casebook.adapters.warm import Answer
from casebook.errors import CasebookError, Forbidden, InvalidRequest, NotFound, Unavailable

_SECONDS = 10.0
MOST_BYTES = 4 * 1024 * 1024
_SAID = 500  # characters of a server's own words for an error


class Outside:
    """One server by its address. A connection each time: tools ask it seldom."""

    def __init__(self, endpoint: str, *, local: bool = False, seconds: float = _SECONDS) -> None:
        """`local`: servers of this machine may be asked, and over plain HTTP. `seconds` is what the
        whole of one exchange may take, from the connection to the last byte of the answer."""
        self._endpoint = urlsplit(endpoint)
        self._local = local
        self._seconds = seconds

    def url(self, target: str) -> str:
        """The whole address of a path with its query, which is encoded already."""
        base = self._endpoint
        return f"{base.scheme}://{base.netloc}{base.path.rstrip('/')}{target}"

    def json(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Any:
        """What the server answers, as JSON.

        Raises:
            Forbidden: the address, or what the server refuses the credentials.
            NotFound, InvalidRequest: what the server made of it.
            Unavailable: no answer, no JSON, too long an answer, or a failure of the server.
        """
        answer = self.send(method, target, headers, body)
        if answer.status >= 300:
            raise _failure(self._endpoint.netloc, answer)
        try:
            return json.loads(answer.body)
        except ValueError as error:
            raise Unavailable(f"{self._endpoint.netloc} did not answer with JSON") from error

    def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Answer:
        """The answer, whatever its status.

        Raises:
            Forbidden, Unavailable: see json().
        """
        netloc, connection = self._endpoint.netloc, None
        try:
            connection = self._connection()
            path = f"{self._endpoint.path.rstrip('/')}{target}"
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            text = response.read(MOST_BYTES + 1)
        except TimeoutError as error:
            raise Unavailable(f"{netloc} did not answer within {self._seconds:g} s") from error
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable(f"{netloc}: {error or type(error).__name__}") from error
        finally:
            if connection:
                connection.close()
        if len(text) > MOST_BYTES:
            raise Unavailable(
                f"the answer of {netloc} is longer than {MOST_BYTES // 1024**2} MiB; "
                "ask for fewer results or fields"
            )
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, names, text)

    def _connection(self) -> http.client.HTTPConnection:
        host, scheme = self._endpoint.hostname or "", self._endpoint.scheme
        if scheme == "http" and not self._local:
            raise Forbidden(f"{host}: tools speak https, and plain http on a laptop alone")
        port = self._endpoint.port or (443 if scheme == "https" else 80)
        deadline = Deadline(self._seconds)
        sock = connected(host, port, deadline.left(), local=self._local)
        connection = http.client.HTTPConnection(host, port)
        if scheme == "https":
            try:
                sock.settimeout(deadline.left())
                sock = tls_context().wrap_socket(sock, server_hostname=host)
            except TimeoutError:
                sock.close()
                raise
            except OSError as error:
                sock.close()
                raise Unavailable(f"{host} cannot be trusted: {error}") from error
        connection.sock = HeldTo(deadline, sock)
        return connection


@lru_cache(maxsize=1)
def tls_context() -> ssl.SSLContext:
    """The system's authorities; SSL_CERT_FILE names others."""
    return ssl.create_default_context()


def _failure(netloc: str, answer: Answer) -> CasebookError:
    said = answer.body[:_SAID].decode(errors="replace")
    what = f"{netloc} answered {answer.status}: {said}"
    if 300 <= answer.status < 400:
        return Unavailable(f"{netloc} redirects elsewhere, which is not followed; register that")
    wait = answer.headers.get("retry-after", "")
    limited = answer.status == 429 or answer.headers.get("x-ratelimit-remaining") == "0"
    if limited or answer.status >= 500:
        return Unavailable(what, retry_after_seconds=int(wait) if wait.isdigit() else None)
    if answer.status in (401, 403):
        return Forbidden(f"{what}; check the connection's secret and what it may read")
    if answer.status == 404:
        return NotFound(what)
    return InvalidRequest(what)
