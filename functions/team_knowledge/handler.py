"""GET/PUT /api/projects/{project}/knowledge and POST …/knowledge/check: what the team knows.

API Gateway decodes everything of a path but `%2F`, and a project's name may have a slash.
"""

from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response

from casebook.http import body, identity, query, reply, resolver
from casebook.observability import logger
from casebook.team_knowledge.requests import CheckDocument, PutDocument, TeamKnowledgeQuery
from casebook.wiring import wire

app = resolver()
keeping = wire().keeping


@app.get("/api/projects/<project>/knowledge")
def get(project: str) -> Response[str]:
    return reply(keeping.get(identity(app), unquote(project), query(app, TeamKnowledgeQuery)))


@app.put("/api/projects/<project>/knowledge")
def put(project: str) -> Response[str]:
    return reply(keeping.put(identity(app), unquote(project), body(app, PutDocument)))


@app.post("/api/projects/<project>/knowledge/check")
def check(project: str) -> Response[str]:
    return reply(keeping.check(identity(app), unquote(project), body(app, CheckDocument)))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
