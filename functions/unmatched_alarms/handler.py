"""GET /api/alarms/unmatched: alarms that no workload claims."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.http import identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
alarms = wire().unmatched_alarms


@app.get("/api/alarms/unmatched")
def unmatched() -> Response[str]:
    return reply(alarms.newest(identity(app)))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
