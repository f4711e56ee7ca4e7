"""How much memory a function's invocations took, by Lambda's own report of each.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from casebook.analysis.log_parsing import parsed
from casebook.domain.window import Window

if TYPE_CHECKING:  # two rules ask what a report is, and read no lines
    from casebook.analysis.log_patterns import Line

L = TypeVar("L", bound="Line")
_IN_TEXT, _IN_JSON = "Max Memory Used: ", '"platform.report"'
_TEXT = (
    r"REPORT RequestId: .*\bMemory Size: (?P<size>\d{1,9}) MB"
    r"\s+Max Memory Used: (?P<used>\d{1,9}) MB"
)
NEARLY_ALL = 0.95
_MOST_MB = 10**9
"""A report of more is none."""


class MemoryReport(NamedTuple):
    """One invocation: when it ended, and megabytes."""

    at: datetime
    size_mb: int
    used_mb: int

    @property
    def is_full(self) -> bool:
        return self.used_mb >= NEARLY_ALL * self.size_mb


class MemoryPeak(NamedTuple):
    """The invocation of the window that took most of its memory, when the first took nearly all of
    it, and the most that any took before the window; None where none was reported."""

    most: MemoryReport
    full_since: datetime
    before_mb: int | None


def is_report(message: str) -> bool:
    """Whether the line is Lambda's report of an invocation, and none of the function's own."""
    return bool(re.search(_TEXT, message)) or _IN_JSON in message


def report_in(line: "Line") -> MemoryReport | None:
    """What the line reports, if it is such a report. Never raises."""
    message = line.message
    sizes: tuple[object, object] = (None, None)
    if _IN_TEXT in message and (found := re.search(_TEXT, message)):
        sizes = int(found["size"]), int(found["used"])
    elif _IN_JSON in message and (entry := parsed(message)):
        record = entry.fields.get("record")
        metrics = record.get("metrics") if isinstance(record, dict) else None
        if isinstance(metrics, dict):
            sizes = metrics.get("memorySizeMB"), metrics.get("maxMemoryUsedMB")
    match sizes:
        case int(size), int(used) if 0 < size < _MOST_MB and 0 <= used < _MOST_MB:
            return MemoryReport(line.at, size, used)
    return None


def full_memories(
    lines: Iterable[L], window: Window, owner: Callable[[L], str]
) -> Iterator[tuple[str, MemoryPeak]]:
    """The functions whose invocations took nearly all of their memory in the window."""
    reports: dict[str, list[MemoryReport]] = defaultdict(list)
    for line in lines:
        if report := report_in(line):
            reports[owner(line)].append(report)
    for name, own in reports.items():
        full = [report for report in own if report.at in window and report.is_full]
        if full:
            before = (report.used_mb for report in own if report.at < window.start)
            most = max(full, key=lambda report: report.used_mb / report.size_mb)
            yield name, MemoryPeak(most, min(e.at for e in full), max(before, default=None))
