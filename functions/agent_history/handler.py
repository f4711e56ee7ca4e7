"""What was said before: the messages of a session, and lists of the caller's sessions.

GET /api/workloads/{workloadId}/agent/history, …/agent/sessions, and GET /api/sessions.
"""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.chat.messages import HistoryQuery, SessionsQuery
from casebook.http import identity, query, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
chat, sessions = wire().chat, wire().session_list


@app.get("/api/workloads/<workload_id>/agent/history")
def history(workload_id: str) -> Response[str]:
    return reply(chat.history(identity(app), workload_id, query(app, HistoryQuery)))


@app.get("/api/workloads/<workload_id>/agent/sessions")
def of_workload(workload_id: str) -> Response[str]:
    return reply(sessions.of_workload(identity(app), workload_id, query(app, SessionsQuery)))


@app.get("/api/sessions")
def all_sessions() -> Response[str]:
    return reply(sessions.all(identity(app), query(app, SessionsQuery)))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
