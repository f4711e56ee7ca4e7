"""$default: subscribe, message and ping. Answers are pushed, also those that say what is wrong."""

from typing import Any

from casebook.observability import logger
from casebook.websocket_events import OK, connection_of
from casebook.wiring import wire

websocket = wire().websocket


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    websocket.receive(connection_of(event), event.get("body") or "")
    return OK
