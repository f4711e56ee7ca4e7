"""Which pages a browser may call the local API from."""

from __future__ import annotations

from collections.abc import Iterable

VITE_DEV_SERVER = "http://localhost:5173"


def allowed(console: str, named: Iterable[str] = ()) -> tuple[str, ...]:
    """The console, Vite's dev server, and the origins that somebody named; each once."""
    return tuple(dict.fromkeys([console, VITE_DEV_SERVER, *named]))
