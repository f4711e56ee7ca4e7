"""On schedule: ends sessions in which nothing happens any more, closes messages whose turn is dead,
and sees to the queue of diagnoses."""

from typing import Any

from casebook.observability import count, logger
from casebook.wiring import wire

chat = wire().chat
sweeping = wire().sweeping


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> None:
    sweeping.sweep()
    count("MessagesGivenUp", chat.close_stranded())
    count("SessionsEndedIdle", chat.end_idle())
