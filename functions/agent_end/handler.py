"""POST /api/workloads/{workloadId}/agent/stop: end an answer; DELETE …/agent: end a session."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.chat.messages import SessionQuery, StopAnswer
from casebook.http import body, identity, no_content, query, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
chat = wire().chat


@app.post("/api/workloads/<workload_id>/agent/stop")
def stop(workload_id: str) -> Response[str]:
    asked = body(app, StopAnswer)
    return reply(chat.stop(identity(app), workload_id, asked.session_id), 200)


@app.delete("/api/workloads/<workload_id>/agent")
def end(workload_id: str) -> Response[str]:
    chat.end(identity(app), workload_id, query(app, SessionQuery).session_id)
    return no_content()


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
