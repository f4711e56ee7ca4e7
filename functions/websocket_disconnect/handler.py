"""$disconnect: forget the connection and what it followed."""

from typing import Any

from casebook.observability import logger
from casebook.websocket_events import OK, connection_of
from casebook.wiring import wire

sockets = wire().sockets


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    sockets.disconnect(connection_of(event))
    return OK
