"""Lets a WebSocket open for whoever brings a ticket that was not used before."""

from typing import Any

from casebook.observability import logger
from casebook.websocket_events import admission, ticket_of
from casebook.wiring import wire

tickets = wire().tickets


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return admission(tickets.redeem(ticket_of(event)), event["methodArn"])
