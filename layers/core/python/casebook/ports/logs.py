"""Log lines."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from casebook.domain.window import Window


class LogLine(NamedTuple):
    at: datetime
    message: str
    log_group: str
    log_stream: str


class LogPage(NamedTuple):
    """`truncated` says that there were more lines than the limit; the kept ones are the newest."""

    lines: tuple[LogLine, ...]
    truncated: bool


class LineMatch(NamedTuple):
    """Which lines: those that have every text of `contains`, and match `regex` unless it is empty.

    Both come from outside; an adapter must quote them."""

    contains: tuple[str, ...] = ()
    regex: str = ""


class LogMatches(NamedTuple):
    """Lines of several log groups, oldest first; the newest if `truncated`.

    `missing` are the groups that do not exist. `unfinished` says that time ran out: the lines are
    those that had been found by then, and any may be missing.
    """

    lines: tuple[LogLine, ...]
    truncated: bool = False
    missing: tuple[str, ...] = ()
    unfinished: bool = False


class LogSource(Protocol):
    def search(
        self, log_group: str, window: Window, pattern: str = "", limit: int = 10_000
    ) -> LogPage:
        """Lines of one log group, oldest first. `pattern` is a CloudWatch filter pattern.

        Raises:
            NotFound: there is no such log group.
        """
        ...

    def find(
        self, log_groups: Sequence[str], window: Window, match: LineMatch, limit: int = 10_000
    ) -> LogMatches:
        """Lines of many log groups in one search; it is billed by what it scans.

        Raises:
            InvalidRequest: the source does not understand the regular expression.
        """
        ...
