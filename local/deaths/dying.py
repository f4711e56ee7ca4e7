"""The emulator's ASGI application, around which planned deaths happen.

`POST /_deaths` plans one, `GET` lists those that are planned and how often each has happened,
`DELETE` forgets them all. The standard library alone: it runs in the emulator's interpreter.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, NamedTuple

from local.deaths.writes import Request

PATH = "/_deaths"
Moment = Literal["before", "after"]

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


@dataclass(frozen=True)
class Death:
    """A process of the function dies before or after its `nth` request that has a write of this
    name, and `times` processes in all. Counted from 1 and from the plan on, for each process by
    itself; a request that AWS refuses counts."""

    function: str
    write: str
    nth: int = 1
    moment: Moment = "after"
    times: int = 1


@dataclass
class Planned:
    """A death, how often it has happened, and what each process wrote so far."""

    death: Death
    fired: int = 0
    written: Counter[str] = field(default_factory=Counter)

    @property
    def is_due(self) -> bool:
        """Whether it is still to happen."""
        return self.fired < self.death.times

    def strikes(self, process: str, request: Request) -> bool:
        """Whether the process dies of this request; counts it."""
        if not self.is_due or self.death.write not in request.writes:
            return False
        self.written[process] += 1
        if self.written[process] != self.death.nth:
            return False
        self.fired += 1
        return True

    def shown(self) -> dict[str, Any]:
        """It as JSON."""
        return {"death": asdict(self.death), "fired": self.fired}


class Processes(NamedTuple):
    """The functions' processes, each known by the access key that it signs with."""

    function_of: Callable[[str], str | None]
    """The full name of the process' function; None for nobody's key."""
    kill: Callable[[str], Awaitable[None]]
    """Ends the process at once, and returns when it is gone."""


class Mortal:
    """An ASGI application around the emulator's."""

    def __init__(self, inner: Application, processes: Processes) -> None:
        self._inner = inner
        self._processes = processes
        self._planned: list[Planned] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
        elif scope["path"] == PATH:
            await self._plan(scope["method"], receive, send)
        elif any(planned.is_due for planned in self._planned):
            await self._perhaps_the_last(scope, receive, send)
        else:
            await self._inner(scope, receive, send)

    async def _plan(self, method: str, receive: Receive, send: Send) -> None:
        if method == "POST":
            self._planned.append(Planned(Death(**json.loads(_body(await _received(receive))))))
        elif method == "DELETE":
            self._planned.clear()
        body = json.dumps([planned.shown() for planned in self._planned]).encode()
        await _answer(send, 200, body)

    async def _perhaps_the_last(self, scope: Message, receive: Receive, send: Send) -> None:
        """A request of a process that may die of it."""
        messages = await _received(receive)
        request = _request(scope, _body(messages))
        replay = _replayed(messages, receive)
        moment = self._moment_of_death(request)
        if moment is None:
            await self._inner(scope, replay, send)
            return
        if moment == "after":
            await self._inner(scope, replay, _to_nobody)
        await self._processes.kill(request.access_key)
        await _answer(send, 503, b"")  # to whom it was, who is gone

    def _moment_of_death(self, request: Request) -> Moment | None:
        process = request.access_key
        function = self._processes.function_of(process)
        mine = [planned for planned in self._planned if planned.death.function == function]
        # Each counts the request, also when another one strikes.
        striking = [planned for planned in mine if planned.strikes(process, request)]
        return min((planned.death.moment for planned in striking), default=None, key=_BEFORE_FIRST)


_BEFORE_FIRST = ("before", "after").index


async def _received(receive: Receive) -> list[Message]:
    messages = [await receive()]
    while messages[-1].get("more_body"):
        messages.append(await receive())
    return messages


def _body(messages: Iterable[Message]) -> bytes:
    return b"".join(message.get("body", b"") for message in messages)


def _request(scope: Message, body: bytes) -> Request:
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
    return Request(scope["method"], scope["path"], headers, body)


def _replayed(messages: Iterable[Message], receive: Receive) -> Receive:
    """The same messages once more, and then what comes after them."""
    again: Iterator[Message] = iter(messages)

    async def received() -> Message:
        message = next(again, None)
        return message if message is not None else await receive()

    return received


async def _to_nobody(message: Message) -> None:
    """The answer that a dead process does not get."""


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
