"""GET /api/workloads/{workloadId}/agent/history: the messages of a session, oldest first."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.chat.messages import HistoryQuery
from casebook.http import identity, query, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
chat = wire().chat


@app.get("/api/workloads/<workload_id>/agent/history")
def history(workload_id: str) -> Response[str]:
    return reply(chat.history(identity(app), workload_id, query(app, HistoryQuery)))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
