"""The OpenAPI 3.1 document, from the table of operations and the product's models."""

import tomllib
from typing import Any

from casebook.domain import ids
from casebook.errors import AnswerTooLarge, CasebookError, LimitReached, Unavailable
from cli.docs.operations import OPERATIONS, TAGS, Operation
from cli.docs.schemas import Components, Schema, inlined, plain
from cli.docs.wire import GatewayRefusal, Problem
from local.paths import ROOT

JSON = "application/json"
PROBLEM = "application/problem+json"
EVENT_STREAM = "text/event-stream"
_RETRY_AFTER = {"$ref": "#/components/headers/RetryAfter"}

DESCRIPTION = """\
Casebook diagnoses incidents of the workloads that it watches, and answers questions about them.

Fields are in camelCase; unknown fields of a request are refused, and clients ignore the ones of an
answer that they do not know. Times are UTC with milliseconds. A workload outside your projects
answers 404. Errors are problem bodies (RFC 9457). The WebSocket is described in api.md, the events
in events.md and events.schema.json.
"""

SERVER = {
    "url": "https://{api}.execute-api.{region}.amazonaws.com",
    "description": "The stack's output HttpApiUrl.",
    "variables": {"api": {"default": "api-id"}, "region": {"default": "us-east-1"}},
}
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "A token of the stack's Cognito user pool. Its groups are your projects.",
}
RETRY_AFTER = {
    "description": "Seconds after which the same request may succeed.",
    "schema": {"type": "integer", "minimum": 0},
}
LAST_EVENT_ID = {
    "name": "Last-Event-ID",
    "in": "header",
    "description": "What an EventSource sends when it reconnects; it outweighs `after`.",
    "schema": {"type": "string", "pattern": "^[0-9]{1,10}$"},
}


def document() -> dict[str, Any]:
    """The whole document."""
    known = Components(
        requests=[each.request for each in OPERATIONS if each.request],
        responses=[
            *(each.response for each in OPERATIONS if each.response),
            Problem,
            GatewayRefusal,
        ],
    )
    return {
        "openapi": "3.1.0",
        "info": _info(),
        "servers": [SERVER],
        "security": [{"token": []}],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": _paths(known),
        "components": {
            "securitySchemes": {"token": TOKEN},
            "headers": {"RetryAfter": RETRY_AFTER},
            "responses": _problems(known),
            "schemas": dict(sorted(known.schemas.items())),
        },
    }


def _info() -> dict[str, Any]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {
        "title": "Casebook",
        "version": project["version"],
        "summary": project["description"],
        "description": DESCRIPTION,
        "license": {"name": project["license"], "identifier": project["license"]},
    }


def _paths(known: Components) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(
            operation, known
        )
    return paths


def _operation(operation: Operation, known: Components) -> dict[str, Any]:
    written: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
    }
    if parameters := _parameters(operation):
        written["parameters"] = parameters
    if operation.request:
        content = {JSON: {"schema": known.of(operation.request)}}
        needed = bool(plain(operation.request).get("required"))
        written["requestBody"] = {"required": needed, "content": content}
    written["responses"] = _responses(operation, known)
    if operation.public:
        written["security"] = []
    return written


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    path = [
        {"name": name, "in": "path", "required": True, "schema": plain(ids.Id)}
        for name in operation.path_parameters
    ]
    return path + _query(operation) + ([LAST_EVENT_ID] if operation.server_sent else [])


def _query(operation: Operation) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    schema = plain(operation.query)
    schema = inlined(schema, schema.get("$defs", {}))
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": each}
        # Lists stand in one parameter, with commas between.
        | ({"style": "form", "explode": False} if "array" in _types(each) else {})
        for name, each in schema["properties"].items()
    ]


def _types(schema: Schema) -> set[str]:
    return {each.get("type", "") for each in (schema, *schema.get("anyOf", ()))}


def _responses(operation: Operation, known: Components) -> dict[str, Any]:
    responses = {str(operation.status): _success(operation, known)}
    if operation.server_sent:
        responses["204"] = {"description": "As server-sent events: the stream has ended."}
    if operation.public:
        responses["503"] = responses["200"] | {"description": "A part does not answer."}
        problems: list[type[CasebookError]] = [CasebookError]
    else:
        responses["401"] = {"$ref": "#/components/responses/Unauthorized"}
        problems = [*operation.problems, CasebookError, Unavailable]
        if operation.method == "GET":
            problems.append(AnswerTooLarge)
    if LimitReached not in problems:
        responses["429"] = {"$ref": "#/components/responses/Throttled"}
    for error in problems:
        responses[str(error.status)] = {"$ref": f"#/components/responses/{error.__name__}"}
    return dict(sorted(responses.items()))


def _success(operation: Operation, known: Components) -> dict[str, Any]:
    if operation.response is None:
        return {"description": "Done; the answer is empty."}
    content: dict[str, Any] = {JSON: {"schema": known.of(operation.response)}}
    if operation.server_sent:
        content[EVENT_STREAM] = {"schema": {"type": "string"}}
    return {"description": operation.summary, "content": content}


def _problems(known: Components) -> dict[str, Any]:
    """The error answers: API Gateway's own, and one for each error of the product's tree."""
    raised = {error for each in OPERATIONS for error in each.problems}
    refusal, body = known.of(GatewayRefusal), known.of(Problem)
    answers = {
        "Unauthorized": _answer("Without a valid token, API Gateway refuses.", {JSON: refusal}),
        "Throttled": _answer("Too many requests a second for API Gateway.", {JSON: refusal}),
    }
    errors: set[type[CasebookError]] = {*raised, AnswerTooLarge, CasebookError, Unavailable}
    for error in sorted(errors, key=lambda each: each.__name__):
        media = {PROBLEM: body} | ({JSON: refusal} if error is LimitReached else {})
        answers[error.__name__] = _answer(f"{error.title}.", media, error.retryable)
    return answers


def _answer(what: str, media: dict[str, Schema], retryable: bool = False) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": what,
        "content": {name: {"schema": schema} for name, schema in media.items()},
    }
    if retryable:
        answer["headers"] = {"Retry-After": _RETRY_AFTER}
    return answer
