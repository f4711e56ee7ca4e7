"""Structured logging: one JSON object a line, as log queries want it."""

from __future__ import annotations

import json
import time


def log(level: str, request_id: str, message: str, **fields: object) -> None:
    """Writes one entry to the function's log group."""
    now = time.time()
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03d}Z"
    entry = {"timestamp": stamp, "level": level, "requestId": request_id, "message": message}
    print(json.dumps(entry | fields), flush=True)
