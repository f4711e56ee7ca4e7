"""GET/POST /api/workloads/{workloadId}/changes: the change feed."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.http import body, identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire
from casebook.workloads.requests import ReportChange

app = resolver()
feed = wire().change_feed


@app.get("/api/workloads/<workload_id>/changes")
def recent(workload_id: str) -> Response[str]:
    return reply(feed.recent(identity(app), workload_id))


@app.post("/api/workloads/<workload_id>/changes")
def report(workload_id: str) -> Response[str]:
    return reply(feed.report(identity(app), workload_id, body(app, ReportChange)), 201)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
