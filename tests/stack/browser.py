"""HTTP as a browser speaks it to this machine: no proxy, no redirect followed by itself."""

from __future__ import annotations

from typing import Any

import requests

ANSWER_SECONDS = 30


def request(method: str, address: str, **request: Any) -> requests.Response:
    """One request; `headers`, `params` and `data` as the library takes them."""
    with requests.Session() as session:
        session.trust_env = False
        return session.request(
            method, address, timeout=ANSWER_SECONDS, allow_redirects=False, **request
        )
