"""Addresses in texts and settings: hosts and ports, as errors and URLs spell them."""

import re

_URL = re.compile(
    r"\b[a-z][a-z0-9+.-]*://(?:[^/@\s\"']*@)?(?P<host>[^\s/:?#\"',;)\]]+)(?::(?P<port>\d+))?",
    re.IGNORECASE,
)
_HOST_PORT = re.compile(
    r"(?<![\w./-])(?P<host>(?:\d{1,3}\.){3}\d{1,3}|localhost|[a-z0-9_-]+(?:\.[a-z0-9_-]+)+"
    r"|(?<!:)[a-z][a-z0-9-]*(?=:\d{2,5}\b))(?::(?P<port>\d{1,5}))?(?![\w-])",
    re.IGNORECASE,
)
_POOL = re.compile(r"host=['\"]?(?P<host>[\w.-]+)['\"]?,? ?port=(?P<port>\d+)", re.IGNORECASE)
_ENDING = re.compile(r"\.(com|net|org|io|dev|cloud|app|internal|local|lan|corp|svc|aws|test)$")
_FILE = re.compile(
    r"\.(py|js|ts|mjs|cjs|java|go|rb|cs|kt|so|json|ya?ml|txt|html?|md)$", re.IGNORECASE
)
# The host's own: its loopback and its sockets.
_LOCAL = re.compile(r"localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?", re.IGNORECASE)
_SOCKET = re.compile(r"\bunix:|\bsocket ['\"]?/|/\S+\.sock\b", re.IGNORECASE)
_AWS = re.compile(r"\.(amazonaws\.com(\.cn)?|aws|on\.aws)$")
_PRIVATE = re.compile(r"\.(internal|local|lan|corp|svc)$")
# A path names what was asked for, not who was asked.
_PATHS = re.compile(
    r"(?P<kept>\b[a-z][a-z0-9+.-]*://[^\s/?#\"']+)[/?#][^\s\"',;)\]]*"
    r"|(?<![\w.:/~-])/[\w.~%@:+{}$-]+(?:/[\w.~%@:+{}$-]*)*(?:\?[^\s\"']*)?",
    re.IGNORECASE,
)


def without_paths(text: str) -> str:
    """The text without the paths and queries of URLs, and without those that stand alone."""
    return _PATHS.sub(lambda path: path["kept"] or "/", text)


def is_local(text: str) -> bool:
    """True if every address in the text is the host's own: its loopback, or a unix socket."""
    hosts = [endpoint.rsplit(":", 1)[0] for endpoint in endpoints_in(text)]
    if any(not _LOCAL.fullmatch(host) for host in hosts):
        return False
    return bool(hosts) or _SOCKET.search(text) is not None


def hosts_in(text: str) -> tuple[str, ...]:
    """The names of hosts in the text, without ports, URLs' paths and numeric addresses. A class of
    `sun.security.validator` is none: it has capitals, and no port."""
    text = without_paths(text)
    named = {
        match["host"].lower()
        for pattern in (_POOL, _URL, _HOST_PORT)
        for match in pattern.finditer(text)
        if pattern is not _HOST_PORT or match["port"] or match["host"].islower()
    }
    return tuple(
        host
        for host in endpoints_in(text)
        if host in named and "." in host and not host.replace(".", "").isdecimal()
    )


def foreign_hosts_in(text: str) -> tuple[str, ...]:
    """The hosts in the text that are public names outside of AWS."""
    return tuple(e for e in hosts_in(text) if not _AWS.search(e) and not _PRIVATE.search(e))


def endpoints_in(text: str) -> tuple[str, ...]:
    """Every `host:port` and `host` in the text, the more exact ones first, without schemes.

    `http://pay.internal:8080/charge` gives `pay.internal:8080` and `pay.internal`.
    """
    exact: dict[str, None] = {}
    bare: dict[str, None] = {}
    for pattern in (_POOL, _URL, _HOST_PORT):
        for match in pattern.finditer(text):
            host = match["host"].lower().rstrip(".")
            if pattern is _URL or _is_host(host, match["port"]):
                bare[host] = None
                if match["port"]:
                    exact[f"{host}:{match['port']}"] = None
    return (*exact, *bare)


def _is_host(host: str, port: str | None) -> bool:
    """Dotted words are often files, classes or versions; a port or a known ending makes a host."""
    if _FILE.search(host):
        return False
    if port or host == "localhost" or re.fullmatch(r"(\d{1,3}\.){3}\d{1,3}", host):
        return True
    return host.count(".") >= 2 or bool(_ENDING.search(host))
