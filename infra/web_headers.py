"""How the web console is served: the headers of every answer, and which paths are the page itself.

The local server and CloudFront both read this, so that what a browser refuses in production it
refuses on a laptop. Nothing here needs the CDK.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import urlsplit

PAGE = "index.html"
# Vite puts a hash of its content into the name of every file below this folder.
HASHED = "assets"
IMMUTABLE = "public, max-age=31536000, immutable"
# A browser keeps these too, and asks each time whether they are still the same.
REVALIDATED = "no-cache"

REFERRER_POLICY = "no-referrer"
# Beside those that have a setting of their own in CloudFront.
FURTHER_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def content_security_policy(connect: Iterable[str]) -> str:
    """The policy of a console that may call the sources of `connect`, besides its own origin.

    No inline script and no inline style, so a text that becomes markup by a mistake runs nothing
    and loads nothing. `data:` is for the small pictures that Vite writes into the style sheet.
    """
    directives = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "connect-src": ["'self'", *sorted(set(connect))],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def narrowed(page: str, connect: Iterable[str]) -> str:
    """The page with a policy of its own, beside the one in the headers: a browser keeps to both.

    Raises ValueError for a page without a head.
    """
    head, opening, rest = page.partition("<head>")
    if not opening:
        raise ValueError(f"{PAGE} has no <head> to put the Content-Security-Policy into")
    policy = f"connect-src 'self' {' '.join(connect)}"
    return f'{head}{opening}<meta http-equiv="Content-Security-Policy" content="{policy}" />{rest}'


def security_headers(connect: Iterable[str]) -> dict[str, str]:
    """The headers of every answer, whatever its status."""
    return {
        "Content-Security-Policy": content_security_policy(connect),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": REFERRER_POLICY,
        **FURTHER_HEADERS,
    }


def cache_control(path: str) -> str:
    """For how long browsers keep a file, by its path in the build."""
    return IMMUTABLE if path.startswith(f"{HASHED}/") else REVALIDATED


def is_a_page(path: str) -> bool:
    """Whether a path that is no file is one of the console's pages, which `PAGE` shows.

    Files have an extension and the console's own paths have none.
    """
    return "." not in PurePosixPath(path).name


def source(address: str) -> str:
    """An address as the policy names it: its scheme, host and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
