"""The models' document in SSM and their keys in Secrets Manager, through Powertools' cache."""

from typing import Any

from casebook.models.configuration import ModelsMisconfigured

# Keys are rarely changed, and every read is billed.
_SECRET_FACTOR = 5


class Parameters:
    """Powertools' parameters; loaded with boto3 when the first one is read."""

    def __init__(self, seconds: int) -> None:
        """A document is kept for so many seconds, a secret five times as long."""
        self._seconds = seconds

    def document(self, name: str) -> str | None:
        """The text of an SSM parameter; None when there is none of this name.

        Raises:
            ModelsMisconfigured: it is there and cannot be read.
        """
        from aws_lambda_powertools.utilities import parameters

        try:
            return parameters.get_parameter(name, max_age=self._seconds, decrypt=True)
        except parameters.GetParameterError as error:
            if _code(error) == "ParameterNotFound":
                return None
            raise ModelsMisconfigured(f"the parameter {name} cannot be read: {error}") from error

    def secret(self, name: str) -> str:
        """The text of a secret.

        Raises:
            ModelsMisconfigured: it cannot be read; says which and why.
        """
        from aws_lambda_powertools.utilities import parameters

        try:
            return str(parameters.get_secret(name, max_age=self._seconds * _SECRET_FACTOR)).strip()
        except parameters.GetParameterError as error:
            raise ModelsMisconfigured(
                f"the secret {name} cannot be read ({_code(error) or error}): create it, or let "
                "the functions read it (context option modelSecrets)"
            ) from error


def _code(error: BaseException) -> str:
    """AWS' code of the error beneath."""
    response: Any = getattr(error.__cause__ or error.__context__, "response", {})
    return str(response.get("Error", {}).get("Code", ""))
