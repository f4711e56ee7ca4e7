"""The secrets of connections, from Secrets Manager.

A secret says by itself which host it may be sent to. Whoever registers workloads names hosts and
secrets; without this, naming a host of one's own would be a way to read a secret.
"""

import json
import time
from collections.abc import Callable

from pydantic import BaseModel, ConfigDict, ValidationError

from casebook.adapters.aws import Aws
from casebook.domain.connections import secret_id
from casebook.errors import AwsCallFailed, Forbidden, Unavailable

_CACHED_SECONDS = 300.0


class ConnectionSecret(BaseModel):
    """What a secret holds: the host that may see it, and a token or a user with a password. RDS'
    own secrets have these names too, beside others."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    host: str
    token: str = ""
    username: str = ""
    password: str = ""


class ConnectionSecrets:
    """Reads secrets and keeps each for five minutes; a rotated one is known after that."""

    def __init__(self, aws: Aws, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._aws = aws
        self._monotonic = monotonic
        self._known: dict[str, tuple[float, ConnectionSecret]] = {}

    def read(self, project: str, name: str, host: str) -> ConnectionSecret:
        """The project's secret of that name, to be sent to that host.

        Raises:
            Forbidden: it is meant for another host.
            Unavailable: it cannot be read, or does not say what it must.
        """
        secret = self._secret(secret_id(project, name))
        if secret.host.lower() != host.lower():
            raise Forbidden(
                f"the secret {secret_id(project, name)} may not be sent to {host}; "
                "its `host` says where it may"
            )
        return secret

    def _secret(self, name: str) -> ConnectionSecret:
        now = self._monotonic()
        if (known := self._known.get(name)) and now - known[0] < _CACHED_SECONDS:
            return known[1]
        try:
            answer = self._aws.json_call(
                "secretsmanager", "secretsmanager.GetSecretValue", {"SecretId": name}, "1.1"
            )
        except AwsCallFailed as error:
            raise Unavailable(f"the secret {name} cannot be read: {error.code}") from error
        try:
            secret = ConnectionSecret.model_validate(json.loads(answer.get("SecretString") or ""))
        except (ValueError, ValidationError):
            # Without its cause, which would quote the secret.
            raise Unavailable(
                f'the secret {name} is not as it must be: {{"host": …, "token": …}} or '
                '{"host": …, "username": …, "password": …}'
            ) from None
        self._known[name] = (now, secret)
        return secret
