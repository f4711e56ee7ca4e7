"""Settings that change without a deployment."""

from typing import Protocol


class Parameters(Protocol):
    """Settings that are read while Casebook runs."""

    def get(self, name: str) -> str:
        """The value, as old as a minute at most (`Settings.parameter_seconds`).

        Raises:
            AwsCallFailed: there is no such parameter, or it cannot be read.
        """
        ...
