"""GET /api/usage: what model calls of the caller's projects came to, and tools asked of AWS."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.budget.requests import UsageQuery
from casebook.http import identity, query, reply_json, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
reporting = wire().usage_reporting


@app.get("/api/usage")
def usage() -> Response[str]:
    # Not `reply`, which leaves out what is null: an unknown cost is told as such.
    return reply_json(reporting.report(identity(app), query(app, UsageQuery)).to_json())


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
