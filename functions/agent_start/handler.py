"""POST /api/workloads/{workloadId}/agent/start: open a chat session about a workload."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.chat.messages import StartSession
from casebook.http import body, identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
chat = wire().chat


@app.post("/api/workloads/<workload_id>/agent/start")
def start(workload_id: str) -> Response[str]:
    body(app, StartSession)
    return reply(chat.start(identity(app), workload_id), 201)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
