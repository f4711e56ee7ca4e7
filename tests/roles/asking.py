"""Asks AWS as a role, and says how it was answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from tests.roles.attempts import Attempt

# The services' words for "your role does not permit this".
DENIALS = {
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "ForbiddenException",
    "UnauthorizedOperation",
}


class Asking:
    """Clients of every service, made once; they ask as whoever `become` was told last."""

    def __init__(self, endpoint: str, names: Mapping[str, str]) -> None:
        self._endpoint, self._names = endpoint, names
        self._keys = Credentials("none", "none")
        self._session = botocore.session.Session()
        self._session.get_component("credential_provider").providers.clear()
        self._session._credentials = self._keys  # the object that clients sign with
        self._client = cache(self._made)

    def become(self, access_key: str, secret_key: str, token: str) -> None:
        self._keys.access_key, self._keys.secret_key = access_key, secret_key
        self._keys.token = token

    def answer(self, attempt: Attempt) -> str:
        """What the service answered: the error's code, or `allowed`."""
        service, operation = attempt.call.split(".")
        arguments = filled(attempt.arguments, self._names)
        try:
            getattr(self._client(service), operation)(**arguments)
        except ClientError as error:
            return str(error.response["Error"]["Code"])
        return "allowed"

    def _made(self, service: str) -> Any:
        live = service == "apigatewaymanagementapi"
        return self._session.create_client(
            service,
            region_name=self._names["region"],
            endpoint_url=self._names["push"] if live else self._endpoint,
            config=Config(
                parameter_validation=False, retries={"total_max_attempts": 1}, proxies={}
            ),
        )


def filled(value: Any, names: Mapping[str, str]) -> Any:
    """A call's arguments with the placeholders replaced, however deep they stand."""
    if isinstance(value, str):
        return value.format_map(names)
    if isinstance(value, Mapping):
        return {key: filled(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, names) for one in value]
    return value
