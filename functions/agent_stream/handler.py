"""GET /api/workloads/{workloadId}/agent/stream and POST /api/tickets: how to follow a stream.

The answer is JSON (address, ticket, events so far), or server-sent events for whoever accepts
`text/event-stream`.
"""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.chat.messages import StreamQuery
from casebook.http import (
    identity,
    last_event_id,
    query,
    reply,
    reply_events,
    reply_json,
    resolver,
    wants_events,
)
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
following = wire().following


@app.get("/api/workloads/<workload_id>/agent/stream")
def stream(workload_id: str) -> Response[str]:
    asked, who = query(app, StreamQuery), identity(app)
    if wants_events(app):
        after = last_event_id(app, asked.after)
        return reply_events(following.events(who, workload_id, asked, after))
    return reply_json(following.begin(who, workload_id, asked))


@app.post("/api/tickets")
def ticket() -> Response[str]:
    return reply(following.ticket(identity(app)), 201)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
