"""Connections that open and close."""

from dataclasses import dataclass
from datetime import timedelta

from casebook.ports.clock import Clock
from casebook.ports.connections import ConnectionStore, Identity


@dataclass(frozen=True)
class Sockets:
    """Apart from websocket.py, because opening and closing must be cheap: they load no chat."""

    connections: ConnectionStore
    clock: Clock
    seconds: int

    def connect(self, connection_id: str, who: Identity) -> None:
        expiry = self.clock.now() + timedelta(seconds=self.seconds)
        self.connections.connect(connection_id, who, who.served_until(expiry))

    def disconnect(self, connection_id: str) -> None:
        self.connections.disconnect(connection_id)
