"""Errors as problem bodies (RFC 9457), the same over HTTP and over the WebSocket."""

from typing import Any

from pydantic import ValidationError

from casebook.errors import CasebookError, InvalidRequest, OtherIsOpen


def problem_body(error: CasebookError) -> dict[str, Any]:
    """RFC 9457, with `retryable` and, where it helps, `retryAfterSeconds`, `errors` and
    `diagnosisId`."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "detail": error.public_detail,
        "retryable": error.retryable,
    }
    if error.retry_after_seconds is not None:
        body["retryAfterSeconds"] = error.retry_after_seconds
    if isinstance(error, InvalidRequest) and error.errors:
        body["errors"] = list(error.errors)
    if isinstance(error, OtherIsOpen):
        body["diagnosisId"] = error.diagnosis_id
    return body


def defect() -> CasebookError:
    """What a caller hears of an exception that nobody meant to raise; the log has the story."""
    return CasebookError("something went wrong inside Casebook; its log has more")


def invalid(error: ValidationError) -> InvalidRequest:
    """What Pydantic found wrong, as an error that names every field and never repeats its value."""
    errors = tuple(
        {
            "field": ".".join(map(str, each["loc"])) or "body",
            "error": each["msg"].removeprefix("Value error, "),
        }
        for each in error.errors(include_url=False, include_context=False, include_input=False)
    )
    named = "; ".join(f"{each['field']}: {each['error']}" for each in errors)
    return InvalidRequest(named, errors)
