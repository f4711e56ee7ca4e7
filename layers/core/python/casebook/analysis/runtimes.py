"""Which runtime a function's environments say that they start with, and when that changed.

Lambda writes the runtime's version into the first line of each environment. With automatic runtime
updates it replaces the runtime between two of them, and no trail has an entry of that.
https://docs.aws.amazon.com/lambda/latest/dg/runtime-management-identify.html
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from casebook.analysis.log_patterns import Line

TEXT_START, JSON_START = "INIT_START", '"platform.initStart"'
"""What stands in such a line, in either format of a function's logs."""

_TEXT = re.compile(r"INIT_START Runtime Version: (?P<version>\S+)(?:.*?ARN: (?P<arn>\S+))?")
_MAJOR = re.compile(r"^(?P<name>.+?)[.-]v\d+$")
# An ARN by itself tells only if it was seen again: some copies of logs hide it.
_SEEN_AGAIN = 2


@dataclass(frozen=True, slots=True)
class Start:
    """The start of one environment."""

    at: datetime
    version: str
    arn: str
    is_json: bool = False


@dataclass(frozen=True, slots=True)
class Switch:
    """`after` is the first start with the version that all later ones have, `before` the newest of
    the starts before it, which have others."""

    before: Start
    after: Start

    @property
    def is_update(self) -> bool:
        """True for another version of the same runtime, which Lambda puts in by itself."""
        return _name(self.before.version) == _name(self.after.version)


def start_in(line: Line) -> Start | None:
    """The start that the line tells of, if it does. Never raises."""
    message = line.message
    if TEXT_START in message and (found := _TEXT.search(message)):
        return Start(line.at, found["version"], found["arn"] or "")
    if JSON_START not in message:
        return None
    try:
        record = json.loads(message)["record"]
        return Start(line.at, str(record["runtimeVersion"]), str(record["runtimeVersionArn"]), True)
    except (ValueError, KeyError, TypeError):
        return None


def switch_in(starts: Iterable[Start]) -> Switch | None:
    """The newest moment from which on all environments start with another runtime, if there is one.

    Where old and new take turns, two versions of one function are called side by side.
    """
    ordered = sorted(starts, key=lambda start: start.at)
    by_version = _cut(ordered, lambda start: start.version)
    if by_version is not None or len({start.version for start in ordered}) != 1:
        return by_version
    return _cut(ordered, lambda start: start.arn, _SEEN_AGAIN)


def _cut(ordered: Sequence[Start], key: Callable[[Start], str], at_least: int = 1) -> Switch | None:
    newest = _run(reversed(ordered), key)
    earlier = ordered[: len(ordered) - len(newest)]
    before = _run(reversed(earlier), key)
    if min(len(newest), len(before)) < at_least or key(newest[0]) in map(key, earlier):
        return None
    return Switch(before[0], newest[-1])


def _run(backwards: Iterable[Start], key: Callable[[Start], str]) -> list[Start]:
    """The newest starts that are alike, the newest first."""
    starts = list(backwards)
    return list(takewhile(lambda start: key(start) == key(starts[0]), starts))


def _name(version: str) -> str:
    """`python:3.12` of `python:3.12.v38`."""
    found = _MAJOR.match(version)
    return found["name"] if found else version
