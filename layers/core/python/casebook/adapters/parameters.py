"""Parameters of Systems Manager, kept for a while.

Powertools has the same, on boto3, which no function carries (docs/decisions/0002).
"""

import time
from collections.abc import Callable

from casebook.adapters.aws import Aws


class SsmParameters:
    def __init__(
        self, aws: Aws, seconds: float, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """A value that is older than `seconds` is read again."""
        self._aws = aws
        self._seconds = seconds
        self._monotonic = monotonic
        self._kept: dict[str, tuple[float, str]] = {}

    def get(self, name: str) -> str:
        read_at, value = self._kept.get(name, (float("-inf"), ""))
        if self._monotonic() - read_at > self._seconds:
            answer = self._aws.json_call(
                "ssm", "AmazonSSM.GetParameter", {"Name": name}, version="1.1"
            )
            value = str(answer["Parameter"]["Value"])
            self._kept[name] = (self._monotonic(), value)
        return value
