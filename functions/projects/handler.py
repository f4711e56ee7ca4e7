"""GET /api/projects and GET/PUT /api/projects/{project}/ownership: what projects may watch.

API Gateway decodes everything of a path but `%2F`, and a project's name may have a slash.
"""

from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response

from casebook.http import body, identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire
from casebook.workloads.ownership_requests import PutOwnership

app = resolver()
owning = wire().owning


@app.get("/api/projects")
def every() -> Response[str]:
    return reply(owning.list(identity(app)))


@app.get("/api/projects/<project>/ownership")
def get(project: str) -> Response[str]:
    return reply(owning.get(identity(app), unquote(project)))


@app.put("/api/projects/<project>/ownership")
def put(project: str) -> Response[str]:
    return reply(owning.put(identity(app), unquote(project), body(app, PutOwnership)))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
