"""$connect: remember the connection and who opened it."""

from typing import Any

from casebook.observability import logger
from casebook.websocket_events import OK, admitted, connection_of
from casebook.wiring import wire

sockets = wire().sockets


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    sockets.connect(connection_of(event), admitted(event))
    return OK
