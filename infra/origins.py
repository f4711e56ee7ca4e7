"""Web origins: the pages that browsers may call the HTTP API from and sign in on.

An origin is a scheme, a host and, unless it is the scheme's own, a port (RFC 6454). Nothing here
needs the CDK: the command line checks with it what a person typed before anything is started.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

_STANDARD_PORTS = {"http": 80, "https": 443}


def parse(text: str) -> str:
    """The origin as browsers send it. Raises ValueError with what is wrong with it."""
    if "*" in text:
        raise ValueError(f"{text!r} is a wildcard; name each origin")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"{text!r} is no address: {error}") from error
    host = parts.hostname or ""
    if parts.scheme not in _STANDARD_PORTS or not host:
        raise ValueError(f"{text!r} needs a scheme and a host, as in https://casebook.example.com")
    if parts.username is not None or parts.path or parts.query or parts.fragment or "?" in text:
        raise ValueError(f"{text!r} is more than an origin: only scheme, host and port")
    if not host.isascii() or any(sign.isspace() for sign in text):
        raise ValueError(f"{text!r} needs its host in ASCII, without spaces")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError(f"{text!r} needs https: http is for loopback addresses alone")
    written = f"[{host}]" if ":" in host else host
    if port is None or port == _STANDARD_PORTS[parts.scheme]:
        return f"{parts.scheme}://{written}"
    return f"{parts.scheme}://{written}:{port}"


def parse_all(listed: object) -> tuple[str, ...]:
    """The origins of a list, of a JSON list, or of a text with commas; each of them once.

    Raises ValueError.
    """
    return tuple(dict.fromkeys(parse(text) for text in _texts(listed)))


def from_context(option: Callable[[str], object], *, local: bool) -> tuple[str, ...]:
    """The origins of the context options `webOrigins` and, for one more, `webOrigin`.

    Raises ValueError when one is not an origin, or not one that Cognito sends people back to.
    """
    named: dict[str, None] = {}
    for name in ("webOrigins", "webOrigin"):
        try:
            named |= dict.fromkeys(parse_all(option(name) or ""))
        except ValueError as error:
            raise ValueError(f"-c {name}: {error}") from error
    for origin in named:
        if not local and origin.startswith("http:") and urlsplit(origin).hostname != "localhost":
            raise ValueError(f"-c webOrigins: {origin!r}: Cognito takes http from localhost alone")
    return tuple(named)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine's own: `localhost`, or an address such as 127.0.0.1."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _texts(listed: object) -> Iterable[str]:
    if isinstance(listed, str) and listed.lstrip().startswith("["):
        try:
            listed = json.loads(listed)
        except ValueError as error:
            raise ValueError(f"{listed!r} is no JSON list: {error}") from error
    if isinstance(listed, str):
        return [text.strip() for text in listed.split(",") if text.strip()]
    if isinstance(listed, list) and all(isinstance(text, str) for text in listed):
        return listed
    raise ValueError(f"{listed!r} is no list of origins")
