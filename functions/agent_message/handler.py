"""POST /api/workloads/{workloadId}/agent/message: accept a message; the answer is streamed."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.chat.messages import SendMessage
from casebook.http import body, identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
chat = wire().chat


@app.post("/api/workloads/<workload_id>/agent/message")
def send(workload_id: str) -> Response[str]:
    return reply(chat.send(identity(app), workload_id, body(app, SendMessage)), 202)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
