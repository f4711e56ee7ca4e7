"""GET /api/settings: what is set at this moment."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.http import identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
settings = wire().in_force


@app.get("/api/settings")
def tell() -> Response[str]:
    return reply(settings.tell(identity(app)))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
