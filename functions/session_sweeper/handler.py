"""On schedule: ends sessions in which nothing happens any more, and closes messages whose turn is
dead."""

from typing import Any

from casebook.observability import count, logger
from casebook.wiring import wire

chat = wire().chat


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> None:
    count("MessagesGivenUp", chat.close_stranded())
    count("SessionsEndedIdle", chat.end_idle())
