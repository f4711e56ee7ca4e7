"""One-time tickets, for browsers: they cannot send a token when they open a WebSocket."""

import hashlib
import secrets
from datetime import timedelta

from casebook.domain.model import Model
from casebook.ports.clock import Clock
from casebook.ports.connections import ConnectionStore, Identity


class Ticket(Model):
    """Connect to `web_socket_url` with `?ticket=` within `expires_in_seconds`. It works once."""

    web_socket_url: str
    ticket: str
    expires_in_seconds: int


class Tickets:
    """Only a digest of a ticket is kept, so nobody who reads the table can use one."""

    def __init__(
        self, connections: ConnectionStore, clock: Clock, web_socket_url: str, seconds: int
    ) -> None:
        self._connections = connections
        self._clock = clock
        self._url = web_socket_url
        self._seconds = seconds

    def issue(self, who: Identity) -> Ticket:
        ticket = secrets.token_urlsafe(32)
        expires_at = self._clock.now() + timedelta(seconds=self._seconds)
        self._connections.issue_ticket(_digest(ticket), who, expires_at)
        return Ticket(web_socket_url=self._url, ticket=ticket, expires_in_seconds=self._seconds)

    def redeem(self, ticket: str) -> Identity | None:
        """Who the ticket was issued to; None if it is unknown, was used, or came too late."""
        return self._connections.redeem_ticket(_digest(ticket), self._clock.now())


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
