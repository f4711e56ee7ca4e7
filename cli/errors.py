"""What the API answers when it does not do what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """A problem document (RFC 9457) of Casebook's API, or whatever came in its place."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.problem = problem
        self.retry_after_seconds: float | None = problem.get("retryAfterSeconds")
        super().__init__(f"{status}: {self.detail}")

    @property
    def detail(self) -> str:
        """What the server said, in its own words."""
        # The last two are API Gateway's own and Lambda's, when no handler got to answer.
        for field in ("detail", "title", "message", "errorMessage"):
            if said := self.problem.get(field):
                return str(said)
        return "no explanation"


class SignInFailed(Exception):
    """Cognito did not accept the user's name and password."""
