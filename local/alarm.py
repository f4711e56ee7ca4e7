"""Waits for the shop's alarm to change state by itself."""

from __future__ import annotations

import time
from typing import Literal

from local.aws import Aws
from local.errors import FaultNotSeen

ALARM = "checkout-errors"
POLL_SECONDS = 0.3

State = Literal["OK", "ALARM", "INSUFFICIENT_DATA"]


def state(aws: Aws) -> State:
    """The alarm's state now."""
    found = aws.client("cloudwatch").describe_alarms(AlarmNames=[ALARM])["MetricAlarms"]
    value: State = found[0]["StateValue"]
    return value


def wait_for(aws: Aws, wanted: State, seconds: float = 60) -> float:
    """Seconds until the alarm was in `wanted`. Raises FaultNotSeen when it never was.

    Traffic must flow meanwhile: an alarm without data keeps its state.
    """
    cloudwatch = aws.client("cloudwatch")
    started = time.monotonic()
    while (waited := time.monotonic() - started) < seconds:
        found = cloudwatch.describe_alarms(AlarmNames=[ALARM])["MetricAlarms"]
        if found[0]["StateValue"] == wanted:
            return waited
        time.sleep(POLL_SECONDS)
    raise FaultNotSeen(
        f"The alarm {ALARM} was not {wanted} within {seconds:.0f} s.",
        "Look at the shop's log groups, or start afresh: `casebook down`, `casebook up`.",
    )
