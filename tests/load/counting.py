"""Counts what each function asks of the AWS emulator, where every request passes.

So retries, and whatever other writers cause, are in it. `GET /_load/counts` answers with the counts
by the function that asked: requests, those to the table, the write units of these, and posts to
connections; and with how late the event loop was since it was last asked.
"""

import asyncio
import json
import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from tests.bench.write_units import write_units

PATH = "/_load/counts"
_TABLE = "DynamoDB_20120810."
_ACCESS_KEY = re.compile(rb"Credential=([^/]+)/")
_LAG_SECONDS = 0.1

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Counted:
    """An ASGI application around the emulator's."""

    def __init__(
        self, inner: Callable[..., Awaitable[None]], function_of: Callable[[str], str]
    ) -> None:
        """`function_of` names the function whose access key it is given; empty for nobody's."""
        self._inner = inner
        self._function_of = function_of
        self._counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._lags: list[float] = []
        self._watching: asyncio.Task[None] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        self._watching = self._watching or asyncio.create_task(self._watch())
        if scope["path"] == PATH:
            await self._answer(send)
            return
        body: list[bytes] = []

        async def heard() -> Message:
            message = await receive()
            body.append(message.get("body", b""))
            return message

        try:
            await self._inner(scope, heard, send)
        finally:
            self._count(scope, b"".join(body))

    def _count(self, scope: Message, body: bytes) -> None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        key = _ACCESS_KEY.search(headers.get(b"authorization", b""))
        counts = self._counts[self._function_of(key[1].decode()) if key else ""]
        counts["awsRequests"] += 1
        target = headers.get(b"x-amz-target", b"").decode()
        if target.startswith(_TABLE):
            counts["tableRequests"] += 1
            request = json.loads(body or b"{}")
            for _, units in write_units(target.removeprefix(_TABLE), request):
                counts["writeUnits"] += units
        elif "/@connections/" in scope["path"]:
            counts["posts"] += 1

    async def _watch(self) -> None:
        """How late the event loop comes to what is due: it serves every request of every service,
        so it is late when the emulator has more to do than one core can."""
        while True:
            due = time.monotonic() + _LAG_SECONDS
            await asyncio.sleep(_LAG_SECONDS)
            self._lags.append(time.monotonic() - due)

    async def _answer(self, send: Send) -> None:
        lags, self._lags = sorted(self._lags) or [0.0], []
        document = {"callers": self._counts, "lagP99": lags[int(0.99 * (len(lags) - 1))]}
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(document).encode()})
