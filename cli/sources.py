"""The streams that can be followed, and the real WebSocket."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect as open_websocket

from cli.client import Client, address
from cli.events import Event
from cli.stream import ConnectionLost, Opening, Socket

OPEN_SECONDS = 15
CLOSE_SECONDS = 2


@dataclass(frozen=True)
class DiagnosisSource:
    """The events of a diagnosis."""

    client: Client
    stream: str

    def open(self, after: int) -> Opening:
        return Opening(self.client.ticket(), tuple(self.events(after)))

    def events(self, after: int) -> list[Event]:
        return self.client.diagnosis_events(self.stream, after)


@dataclass(frozen=True)
class SessionSource:
    """The events of a chat session."""

    client: Client
    workload: str
    stream: str

    def open(self, after: int) -> Opening:
        opened = self.client.session_stream(self.workload, self.stream, after)
        return Opening(address(opened), tuple(Event.parse(event) for event in opened["events"]))

    def events(self, after: int) -> list[Event]:
        opened = self.client.session_stream(self.workload, self.stream, after)
        return [Event.parse(event) for event in opened["events"]]


def connect(url: str) -> Socket:
    """Opens a WebSocket. Raises ConnectionLost."""
    try:
        return _WebSocket(url)
    except (OSError, WebSocketException) as error:
        raise ConnectionLost(f"the WebSocket did not open: {error}") from error


class _WebSocket:
    def __init__(self, url: str) -> None:
        self._open = ExitStack()
        self._connection = self._open.enter_context(
            open_websocket(
                url,
                open_timeout=OPEN_SECONDS,
                close_timeout=CLOSE_SECONDS,
                proxy=None,
                legacy=False,
            )
        )

    def send(self, text: str) -> None:
        try:
            self._connection.send(text)
        except WebSocketException as error:
            raise ConnectionLost(str(error)) from error

    def receive(self, seconds: float) -> str | None:
        try:
            return str(self._connection.recv(timeout=seconds, decode=True))
        except TimeoutError:
            return None
        except WebSocketException as error:
            raise ConnectionLost(str(error)) from error

    def close(self) -> None:
        self._open.close()
