"""What turns and diagnoses asked of AWS, as `counting` has it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from local.emulator import Emulator
from tests.load.counting import PATH

MODULE = "tests.load.counted_ministack"
_PREFIX = "Casebook-local-"
_TURN = ("agent-turn",)
_STEPS = (
    "diagnosis-prepare",
    "diagnosis-gate",
    "diagnosis-notify",
    "diagnosis-failed",
    "coordinator",
    "log-agent",
    "metric-agent",
    "code-agent",
    "knowledge-agent",
)
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Asked(NamedTuple):
    """What was asked, each time on average."""

    requests: float
    """To the table."""
    write_units: float
    posts: float
    aws_requests: float
    """To all services, those to the table and posts included."""


class Counts(NamedTuple):
    """Everything that was counted since the emulator started, by function."""

    by_function: Mapping[str, Mapping[str, int]]
    lag_p99: float
    """Seconds by which the emulator's event loop was late, in one of a hundred cases since it was
    last read."""

    @classmethod
    def read(cls, emulator: Emulator) -> Counts:
        """Nothing of an emulator that was not started to count."""
        try:
            with _DIRECT.open(emulator.endpoint + PATH, timeout=30) as answer:
                document: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError:
            return cls({}, 0.0)
        return cls(document["callers"], float(document["lagP99"]))

    @property
    def requests(self) -> int:
        """Of everybody, to every service."""
        return sum(each.get("awsRequests", 0) for each in self.by_function.values())

    def a_turn(self, turns: int, before: Counts) -> Asked:
        return self._each(_TURN, turns, before)

    def a_diagnosis(self, diagnoses: int, before: Counts) -> Asked:
        """All its steps; opening it is not among them."""
        return self._each(_STEPS, diagnoses, before)

    def _each(self, functions: Iterable[str], number: int, before: Counts) -> Asked:
        total = Counter[str]()
        for function in functions:
            total.update(self.by_function.get(_PREFIX + function, {}))
            total.subtract(before.by_function.get(_PREFIX + function, {}))
        names = ("tableRequests", "writeUnits", "posts", "awsRequests")
        return Asked(*(total[name] / max(1, number) for name in names))
