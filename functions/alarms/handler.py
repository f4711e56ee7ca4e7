"""GET /api/alarms and /api/alarms/unmatched: what became of the alarms that Casebook heard."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.http import identity, query, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire
from casebook.workloads.alarm_requests import AlarmsQuery

app = resolver()
heard_alarms = wire().heard_alarms


@app.get("/api/alarms")
def heard() -> Response[str]:
    return reply(heard_alarms.newest(identity(app), query(app, AlarmsQuery)))


@app.get("/api/alarms/unmatched")
def unmatched() -> Response[str]:
    return reply(heard_alarms.unmatched(identity(app)))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
