"""WebSocket connections, and the wire to them."""

from datetime import datetime
from typing import NamedTuple, Protocol

from casebook.domain.model import Instant, Model


class Identity(Model):
    """Who calls, as Cognito says: the user and the projects (groups) that they belong to. `until`
    is how long the token says so; by the next one they may have left a project."""

    user: str
    projects: tuple[str, ...]
    until: Instant | None = None

    def served_until(self, latest: datetime) -> datetime:
        """Whoever follows a stream stays who they were when they connected, and is served no longer
        than their token would be."""
        return min(latest, self.until or latest)


class Subscriber(NamedTuple):
    """A connection that follows a stream; of all types of events when it names none."""

    connection_id: str
    types: frozenset[str] = frozenset()


class ConnectionStore(Protocol):
    def issue_ticket(
        self, ticket_digest: str, identity: Identity, expires_at: datetime
    ) -> None: ...

    def redeem_ticket(self, ticket_digest: str, now: datetime) -> Identity | None:
        """The ticket's identity; it is gone after that. None for an unknown, used or late one."""
        ...

    def connect(self, connection_id: str, identity: Identity, expires_at: datetime) -> None: ...

    def identity(self, connection_id: str) -> Identity | None:
        """Who opened the connection; None if nobody is known to, or it has expired."""
        ...

    def subscribe(
        self,
        connection_id: str,
        stream: str,
        expires_at: datetime,
        types: frozenset[str] = frozenset(),
    ) -> None:
        """Follow a stream from now on; a second time changes the types."""
        ...

    def unsubscribe(self, connection_id: str, stream: str) -> None:
        """Follow a stream no longer; one that is not followed is no error."""
        ...

    def subscribers(self, stream: str) -> list[Subscriber]:
        """Every connection that follows the stream and has not expired."""
        ...

    def disconnect(self, connection_id: str) -> None:
        """Forget the connection and everything it followed."""
        ...


class Post(Protocol):
    """The wire to one WebSocket connection."""

    def __call__(self, connection_id: str, body: bytes) -> bool:
        """Send one frame; False when the connection is gone.

        Raises:
            AwsCallFailed: it could not be sent for another reason.
        """
        ...
