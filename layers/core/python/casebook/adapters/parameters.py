"""Parameters of Systems Manager, kept for a minute.

Powertools has the same, on boto3, which no function carries (docs/decisions/0002).
"""

import time
from collections.abc import Callable

from casebook.adapters.aws import Aws

_KEPT_SECONDS = 60.0


class SsmParameters:
    def __init__(self, aws: Aws, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._aws = aws
        self._monotonic = monotonic
        self._kept: dict[str, tuple[float, str]] = {}

    def get(self, name: str) -> str:
        read_at, value = self._kept.get(name, (float("-inf"), ""))
        if self._monotonic() - read_at > _KEPT_SECONDS:
            answer = self._aws.json_call(
                "ssm", "AmazonSSM.GetParameter", {"Name": name}, version="1.1"
            )
            value = str(answer["Parameter"]["Value"])
            self._kept[name] = (self._monotonic(), value)
        return value
