"""One turn of a chat, invoked asynchronously by whoever accepted the message."""

from typing import Any

from casebook.chat.turn import TurnRequest
from casebook.observability import logger
from casebook.wiring import wire

turns = wire().turns


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> None:
    request = TurnRequest.model_validate(event)
    turns.run(request.session_id, request.message_id, context.aws_request_id)
