"""WebSockets whose connection is lost where the plan says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from cli.sources import connect
from cli.stream import ConnectionLost, Socket
from tests.load.plan import Drop
from tests.load.witness import Witness

_ANSWERING = ("content-delta", "evidence-found", "finding-reported")


class Line:
    """How one client connects: `drop` is what happens to its connection next, once."""

    def __init__(self, witness: Witness, drop: Drop | None = None) -> None:
        self.witness = witness
        self.drop = drop

    def connect(self, address: str) -> Socket:
        return _Lossy(connect(address), self)

    def lose(self, drop: Drop) -> bool:
        """Whether the connection is lost here."""
        if self.drop is not drop:
            return False
        self.drop = None
        self.witness.count_dropped()
        return True


class _Lossy:
    def __init__(self, socket: Socket, line: Line) -> None:
        self._socket = socket
        self._line = line
        self._cut = False

    def send(self, text: str) -> None:
        self._socket.send(text)
        self._cut = self._line.lose(Drop.CONNECTED)

    def receive(self, seconds: float) -> str | None:
        """Raises GaveUp besides: a client that waits for ever would hold the run up for ever."""
        self._line.witness.check_patience()
        if self._cut:
            self._socket.close()
            raise ConnectionLost("lost as planned")
        frame = self._socket.receive(seconds)
        if frame is not None and any(type_ in frame for type_ in _ANSWERING):
            self._cut = self._line.lose(Drop.ANSWERING)
        return frame

    def close(self) -> None:
        self._socket.close()


def send_and_hang_up(address: str, frame: Mapping[str, Any]) -> None:
    """Sends a frame and closes the connection without waiting for what it is answered with."""
    with suppress(ConnectionLost):
        socket = connect(address)
        try:
            socket.send(json.dumps(frame))
        finally:
            socket.close()
