"""GET /api/health: whether Casebook's parts answer. Needs no sign-in and tells no secrets."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.http import reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
health = wire().health


@app.get("/api/health")
def check() -> Response[str]:
    report = health.check()
    return reply(report, 200 if report.status == "ok" else 503)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
