"""Everything that Casebook raises on purpose.

    CasebookError
    ├── InvalidRequest        400  the caller sent something that can never work; names the field
    ├── Forbidden             403  the caller is known and may not
    │   └── SignInExpired     403  … any more: what the connection was opened with has run out
    ├── NotFound              404  there is no such thing, or not for this caller
    ├── Conflict              409  not now; says when to try again
    │   └── Overtaken         409  … never so again: what it was made for has changed
    ├── AlreadyExists         409  the name is taken
    ├── Gone                  410  it was there and has ended
    ├── AnswerTooLarge        413  it is there, and more than one answer can hold
    ├── LimitReached          429  a limit is used up; says when it resets
    │   └── BudgetUsedUp      429  … a budget of tokens and dollars; one of a day resets
    ├── IllegalTransition     409  a state was asked to move where it may not
    │   └── OtherIsOpen       409  … another diagnosis of the workload is open; names it
    └── Unavailable           503  something that Casebook depends on does not answer
        └── AwsCallFailed          … an AWS API, with its code
            ├── Throttled          … it asks to slow down, after every attempt that was made
            └── NotPermitted       … Casebook's role, or the account, does not allow the call

Each knows whether the same request may succeed later (`retryable`) and, where that is known, after
how many seconds. The HTTP and WebSocket edges turn them into problem bodies (RFC 9457).
"""

from collections.abc import Mapping
from typing import Any


class CasebookError(Exception):
    """The root. `title` is a sentence for people; `status` is the HTTP status that it means.
    `public_detail` is the detail without what an API's caller need not know of the account."""

    status = 500
    title = "Casebook failed"
    retryable = False

    def __init__(self, detail: str, *, retry_after_seconds: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.public_detail = detail
        self.retry_after_seconds = retry_after_seconds


class InvalidRequest(CasebookError):
    """`errors` names each wrong field and what it should be."""

    status = 400
    title = "The request is not valid"

    def __init__(self, detail: str, errors: tuple[dict[str, str], ...] = ()) -> None:
        super().__init__(detail)
        self.errors = errors

    @classmethod
    def of(cls, field: str, error: str) -> "InvalidRequest":
        """One field is wrong, and what it should be."""
        return cls(f"{field}: {error}", ({"field": field, "error": error},))


class Forbidden(CasebookError):
    status = 403
    title = "Not allowed"


class SignInExpired(Forbidden):
    """On a new connection, with a new ticket, the same may succeed."""

    title = "The sign-in has expired"
    retryable = True


class NotFound(CasebookError):
    status = 404
    title = "Not found"


class Conflict(CasebookError):
    status = 409
    title = "Not now"
    retryable = True


class AlreadyExists(CasebookError):
    status = 409
    title = "It exists already"


class IllegalTransition(CasebookError):
    status = 409
    title = "Not possible in this state"


class OtherIsOpen(IllegalTransition):
    """A workload has one open diagnosis at a time, and it is this one."""

    title = "Another diagnosis is open"

    def __init__(self, detail: str, diagnosis_id: str) -> None:
        super().__init__(detail)
        self.diagnosis_id = diagnosis_id


class Gone(CasebookError):
    status = 410
    title = "It has ended"


class Overtaken(Conflict):
    """What the request was made for has changed since: read it again, and ask anew."""

    title = "Somebody else was first"
    retryable = False


class AnswerTooLarge(CasebookError):
    """What was asked for is there, and more than one answer can hold."""

    status = 413
    title = "The answer is too large"


class LimitReached(CasebookError):
    """Later helps only where the limit resets, and then it is known when."""

    status = 429
    title = "A limit is reached"
    retryable = True

    def __init__(self, detail: str, *, retry_after_seconds: int | None = None) -> None:
        super().__init__(detail, retry_after_seconds=retry_after_seconds)
        self.retryable = retry_after_seconds is not None


class BudgetUsedUp(LimitReached):
    """No model may be called on this budget any more."""

    title = "The model budget is used up"


class Unavailable(CasebookError):
    status = 503
    title = "A part that Casebook needs does not answer"
    retryable = True


class AwsCallFailed(Unavailable):
    """An AWS API refused or failed. `code` is AWS' own word for it, `body` the whole answer."""

    def __init__(
        self,
        operation: str,
        code: str,
        message: str,
        http_status: int = 0,
        body: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{operation} failed with {code}: {message}")
        self.public_detail = f"{operation} failed with {code}; Casebook's log has more"
        self.operation = operation
        self.code = code
        self.http_status = http_status
        self.body = body or {}


class Throttled(AwsCallFailed):
    title = "AWS asks to slow down"


class NotPermitted(AwsCallFailed):
    title = "AWS does not permit this call"
    retryable = False
