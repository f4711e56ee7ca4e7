"""The HTTP edge: JSON in camelCase, identity from the JWT, errors as problem bodies (RFC 9457)."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from pydantic import BaseModel, ValidationError

from casebook.errors import CasebookError, Forbidden
from casebook.observability import logger
from casebook.ports.connections import Identity
from casebook.problems import invalid, problem_body

M = TypeVar("M", bound=BaseModel)
_PROBLEM = "application/problem+json"
_JSON = "application/json"


def resolver() -> APIGatewayHttpResolver:
    """A router whose errors are problem bodies."""
    app = APIGatewayHttpResolver(enable_validation=False)

    @app.exception_handler(CasebookError)  # type: ignore[untyped-decorator]
    def on_error(error: CasebookError) -> Response[str]:
        return problem(error)

    @app.exception_handler(Exception)  # type: ignore[untyped-decorator]
    def on_defect(error: Exception) -> Response[str]:
        # The caller must get an answer that is a problem body, and the log the whole story.
        logger.exception("unexpected", error=repr(error))
        return problem(CasebookError("something went wrong inside Casebook; its log has more"))

    @app.not_found
    def on_unknown_path(error: Exception) -> Response[str]:
        body = {"type": "about:blank", "title": "Not found", "status": 404, "retryable": False}
        return Response(404, _PROBLEM, json.dumps(body))

    return app


def reply(model: BaseModel, status: int = 200, **headers: str) -> Response[str]:
    return Response(
        status, _JSON, model.model_dump_json(by_alias=True, exclude_none=True), headers=headers
    )


def reply_json(text: str, status: int = 200) -> Response[str]:
    return Response(status, _JSON, text)


def no_content() -> Response[str]:
    return Response(204, body="")


def problem(error: CasebookError) -> Response[str]:
    wait = error.retry_after_seconds
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return Response(error.status, _PROBLEM, json.dumps(problem_body(error)), headers=headers)


def body(app: APIGatewayHttpResolver, model: type[M]) -> M:
    """The request's body as a model.

    Raises:
        InvalidRequest: naming every field that is wrong and what it should be.
    """
    try:
        return model.model_validate_json(app.current_event.decoded_body or "{}")
    except ValidationError as error:
        raise invalid(error) from error


def query(app: APIGatewayHttpResolver, model: type[M]) -> M:
    """The query parameters as a model. Raises InvalidRequest."""
    try:
        return model.model_validate(dict(app.current_event.query_string_parameters or {}))
    except ValidationError as error:
        raise invalid(error) from error


def header(app: APIGatewayHttpResolver, name: str) -> str:
    """A request header's value, empty if it was not sent."""
    return app.current_event.headers.get(name) or ""


def identity(app: APIGatewayHttpResolver) -> Identity:
    """Who calls, from the claims that API Gateway's JWT authorizer has checked.

    API Gateway writes a list claim as text, `[shop ops]`. No group's name has a blank, and one may
    have anything else.
    """
    event: Mapping[str, Any] = app.current_event.raw_event
    authorizer = event.get("requestContext", {}).get("authorizer") or {}
    claims = (authorizer.get("jwt") or {}).get("claims") or {}
    user = claims.get("cognito:username") or claims.get("username") or claims.get("sub")
    if not user:
        raise Forbidden("sign in first: the request carries no user")
    groups = claims.get("cognito:groups") or ""
    if not isinstance(groups, list):
        groups = groups.removeprefix("[").removesuffix("]").split()
    return Identity(user=str(user), projects=tuple(groups))
