"""Lambda's metrics of the shop, which the emulator leaves out.

The emulator counts `AWS/Lambda` Invocations, Errors and Duration only for calls of the Invoke API,
and not for those that come in through API Gateway or a queue, which are all of the shop's. Their
source is there, though: the lines that the Lambda service itself writes into a function's log
group (START, the trace of an unhandled error, REPORT). This module counts from those lines what
AWS counts, invocation by invocation. Throttles are not made here: the emulator records them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from local.aws import Aws

FUNCTIONS = ("checkout-fn", "payments-fn", "fulfilment-fn")
_REPORT = re.compile(r"REPORT RequestId: (\S+)\s+Duration: ([\d.]+) ms")
# What the runtime prints when a handler raised or ran out of time; the shop's functions
# themselves write nothing but JSON.
_FAILED = ("Traceback (most recent call last):", "[ERROR]", "Task timed out")
_DATA_PER_CALL = 900


@dataclass(frozen=True)
class Line:
    """A log event: `at` in milliseconds since the epoch."""

    at: int
    stream: str
    text: str


@dataclass(frozen=True)
class Invocation:
    """What a function's log says about one invocation."""

    request_id: str
    at: int
    milliseconds: float
    failed: bool


def invocations(lines: Iterable[Line]) -> Iterator[Invocation]:
    """The finished invocations in `lines`, which are in the order in which they were written."""
    failed: set[str] = set()
    for line in lines:
        if line.text.startswith("START "):
            failed.discard(line.stream)
        elif line.text.startswith(_FAILED):
            failed.add(line.stream)
        elif report := _REPORT.match(line.text):
            yield Invocation(report[1], line.at, float(report[2]), line.stream in failed)


class Meter:
    """Counts each invocation once, from the moment the meter was made."""

    def __init__(self, aws: Aws, since: int) -> None:
        self._logs = aws.client("logs")
        self._cloudwatch = aws.client("cloudwatch")
        self._since = dict.fromkeys(FUNCTIONS, since)
        self._counted: dict[str, set[str]] = {function: set() for function in FUNCTIONS}

    def read(self) -> int:
        """Records what happened since the last time; how many invocations that were."""
        data = [datum for function in FUNCTIONS for datum in self._data(function)]
        for start in range(0, len(data), _DATA_PER_CALL):
            self._cloudwatch.put_metric_data(
                Namespace="AWS/Lambda", MetricData=data[start : start + _DATA_PER_CALL]
            )
        return len(data) // 3

    def _data(self, function: str) -> Iterator[dict[str, Any]]:
        counted = self._counted[function]
        new = [one for one in invocations(self._lines(function)) if one.request_id not in counted]
        if not new:
            return
        # Lines of the newest millisecond may still be on their way, so it is read again.
        self._since[function] = max(one.at for one in new)
        self._counted[function] = {one.request_id for one in new} | (
            counted if len(counted) < 1000 else set()
        )
        for one in new:
            yield _datum(function, one, "Invocations", 1, "Count")
            yield _datum(function, one, "Errors", int(one.failed), "Count")
            yield _datum(function, one, "Duration", one.milliseconds, "Milliseconds")

    def _lines(self, function: str) -> Iterator[Line]:
        pages = self._logs.get_paginator("filter_log_events").paginate(
            logGroupName=f"/aws/lambda/{function}", startTime=self._since[function]
        )
        for page in pages:
            for event in page["events"]:
                yield Line(event["timestamp"], event["logStreamName"], event["message"])


def _datum(
    function: str, invocation: Invocation, name: str, value: float, unit: str
) -> dict[str, Any]:
    return {
        "MetricName": name,
        "Dimensions": [{"Name": "FunctionName", "Value": function}],
        "Timestamp": datetime.fromtimestamp(invocation.at / 1000, UTC),
        "Value": value,
        "Unit": unit,
    }
