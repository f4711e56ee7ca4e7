"""What all log lines are made with.

The times inside of lines belong to a fictional night; what counts is the time of the event.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

FIRED = datetime(2026, 3, 14, 9, 26, 7, tzinfo=UTC)
Style = Callable[[random.Random, float, str, str], str]
"""From dice, the offset, a level and a text to a line. What follows a text's first line feed is
its exception, its stack or its error, where software has a place for that."""


def configured(write: Callable[..., str]) -> Callable[..., Style]:
    """A style that is told first what it belongs to: `spring("o.l.SampleController")`."""

    def configure(*settings: str, **named: str) -> Style:
        return partial(write, *settings, **named)

    configure.__doc__ = write.__doc__
    return configure


def moment(at: float) -> datetime:
    return FIRED + timedelta(seconds=at)


def iso(at: float) -> str:
    return moment(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plain_time(at: float) -> str:
    return iso(at).replace("T", " ").removesuffix("Z")


def comma_time(at: float) -> str:
    return plain_time(at).replace(".", ",")


def web_time(at: float) -> str:
    return moment(at).strftime("%d/%b/%Y:%H:%M:%S +0000")


def request_id(dice: random.Random) -> str:
    digits = f"{dice.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def without_none(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if value is not None}
