"""GET /api/me: who calls, and what is left of their limits."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.http import identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
callers = wire().callers


@app.get("/api/me")
def me() -> Response[str]:
    return reply(callers.tell(identity(app)))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
