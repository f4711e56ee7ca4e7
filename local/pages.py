"""Which pages a browser may call the local API from.

API Gateway and Cognito are told when the stack is deployed, so the console's address is chosen
before its server exists.
"""

from __future__ import annotations

from collections.abc import Iterable

from local import ports

# The same one every time, as far as it is free, so that a link to the console outlives the stack.
CONSOLE_PORT = 8474
VITE_DEV_SERVER = "http://localhost:5173"


def console_origin() -> str:
    """An origin of this machine's that the web console can be served from."""
    return f"http://127.0.0.1:{ports.free(CONSOLE_PORT)}"


def allowed(console: str, named: Iterable[str] = ()) -> tuple[str, ...]:
    """The console, Vite's dev server, and the origins that somebody named; each once."""
    return tuple(dict.fromkeys([console, VITE_DEV_SERVER, *named]))
