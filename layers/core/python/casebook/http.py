"""The HTTP edge: JSON in camelCase, identity from the JWT, errors as problem bodies (RFC 9457)."""

import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from pydantic import BaseModel, TypeAdapter, ValidationError

from casebook.domain import ids
from casebook.domain.events.event import PAGE_BYTES, Seq, sent_bytes
from casebook.errors import AnswerTooLarge, CasebookError, Forbidden, InvalidRequest, NotFound
from casebook.observability import logger
from casebook.ports.connections import Identity
from casebook.problems import defect, invalid, problem_body

M = TypeVar("M", bound=BaseModel)
_PROBLEM = "application/problem+json"
_JSON = "application/json"
_EVENT_STREAM = "text/event-stream"
_LARGE = 1_000_000  # characters


def resolver() -> APIGatewayHttpResolver:
    """A router whose errors are problem bodies."""
    app = APIGatewayHttpResolver(enable_validation=False)
    app.use([_ids_are_possible, _answers_fit])

    @app.exception_handler(CasebookError)  # type: ignore[untyped-decorator]
    def on_error(error: CasebookError) -> Response[str]:
        if error.detail != error.public_detail:
            logger.warning("refused", why=error.detail)
        return problem(error)

    @app.exception_handler(Exception)  # type: ignore[untyped-decorator]
    def on_defect(error: Exception) -> Response[str]:
        # The caller must get an answer that is a problem body, and the log the whole story.
        logger.exception("unexpected", error=repr(error))
        return problem(defect())

    @app.not_found
    def on_unknown_path(error: Exception) -> Response[str]:
        body = {"type": "about:blank", "title": "Not found", "status": 404, "retryable": False}
        return Response(404, _PROBLEM, json.dumps(body))

    return app


def _ids_are_possible(
    app: APIGatewayHttpResolver, go_on: Callable[[APIGatewayHttpResolver], Response[str]]
) -> Response[str]:
    """Ids of a path become parts of keys: one that can be none's is looked up nowhere."""
    named: Mapping[str, str] = app.context.get("_route_args") or {}
    for name, said in named.items():
        if name.endswith("_id") and len(said) > ids.LONGEST:
            what = name.removesuffix("_id")
            raise NotFound(f"there is no such {what}: ids have at most {ids.LONGEST} characters")
    return go_on(app)


def _answers_fit(
    app: APIGatewayHttpResolver, go_on: Callable[[APIGatewayHttpResolver], Response[str]]
) -> Response[str]:
    """A large answer goes out packed to whoever can unpack it. As it is, Lambda sends so much; of
    more it would say nothing but that something failed."""
    answer = go_on(app)
    text = answer.body or ""
    if len(text) < _LARGE:
        return answer
    if "gzip" in header(app, "accept-encoding"):
        answer.compress = True
    elif (size := sent_bytes(text)) > PAGE_BYTES:
        raise AnswerTooLarge(
            f"it has {size / 1e6:.1f} MB, and {PAGE_BYTES / 1e6:g} MB can be sent as they are: "
            "accept it packed (Accept-Encoding: gzip), or ask for less"
        )
    return answer


def reply(model: BaseModel, status: int = 200, **headers: str) -> Response[str]:
    return Response(
        status, _JSON, model.model_dump_json(by_alias=True, exclude_none=True), headers=headers
    )


def reply_json(text: str, status: int = 200) -> Response[str]:
    return Response(status, _JSON, text)


def reply_events(text: str | None) -> Response[str]:
    """Server-sent events. Without any to come 204, which is what keeps an EventSource from asking
    again."""
    return no_content() if text is None else Response(200, _EVENT_STREAM, text)


def no_content() -> Response[str]:
    return Response(204, body="")


def problem(error: CasebookError) -> Response[str]:
    wait = error.retry_after_seconds
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return Response(error.status, _PROBLEM, json.dumps(problem_body(error)), headers=headers)


def body(app: APIGatewayHttpResolver, model: type[M]) -> M:
    """The request's body as a model. JSON's types are taken for what they are: `true` is no number
    and a number is no time.

    Raises:
        InvalidRequest: naming every field that is wrong and what it should be.
    """
    event = app.current_event
    sent: str | bytes = event.body or "{}"
    if event.is_base64_encoded:  # as API Gateway sends whatever is no text
        sent = b64decode(sent) or b"{}"
    try:
        return model.model_validate_json(sent, strict=True)
    except ValidationError as error:
        raise invalid(error) from error


def query(app: APIGatewayHttpResolver, model: type[M]) -> M:
    """The query parameters as a model. Raises InvalidRequest."""
    try:
        return model.model_validate(dict(app.current_event.query_string_parameters or {}))
    except ValidationError as error:
        raise invalid(error) from error


def wants_events(app: APIGatewayHttpResolver) -> bool:
    """Whether the caller wants server-sent events."""
    return _EVENT_STREAM in header(app, "accept")


def last_event_id(app: APIGatewayHttpResolver, after: int) -> int:
    """The seq of the last event that an EventSource says it has when it reconnects, else `after`.

    Raises:
        InvalidRequest: it is no seq.
    """
    said = header(app, "last-event-id")
    try:
        return TypeAdapter(Seq).validate_python(said) if said else after
    except ValidationError as error:
        raise InvalidRequest.of("Last-Event-ID", error.errors()[0]["msg"]) from error


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
    until = str(claims.get("exp") or "")
    return Identity(
        user=str(user),
        projects=tuple(groups),
        until=datetime.fromtimestamp(int(until), UTC) if until.isdecimal() else None,
    )
