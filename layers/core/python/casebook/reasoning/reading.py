"""What an error pattern's example says, whatever logger wrote it.

The type, the message and the stack are taken apart because only the message may be matched against
signs: a stack trace is full of words like `retry` or `throttle` that say nothing about the fault.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from casebook.analysis.cluster_events import ClusterEvent
from casebook.analysis.log_entry import read_entry
from casebook.domain.finding import ErrorPattern

_FRAMES = (
    re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+)(?:, in (?P<name>[^\s\\]+))?'),  # Python
    re.compile(r"at (?:(?P<name>[^\s(]+) \()?(?P<file>[^():\s]+\.[cm]?[jt]s):(?P<line>\d+):\d+"),
    re.compile(r"at (?P<name>[\w.$<>]+)\((?P<file>\w+\.(?:java|kt|scala)):(?P<line>\d+)\)"),
    re.compile(r"(?:at (?P<name>\S+?)(?:\([^)]*\))? )?in (?P<file>[^\s:]+\.cs):line (?P<line>\d+)"),
    re.compile(r"(?P<file>[/\w.-]+\.(?:go|rb)):(?P<line>\d+)(?::in [`'](?P<name>\w+))?"),
)
_FOREIGN = re.compile(
    r"site-packages|dist-packages|node_modules|/var/runtime|/var/lang|^/opt/|/usr/(local/)?lib"
    r"|^node:|internal/|^<frozen|botocore|/python3\.\d+/(?!.*task)"
    r"|^(java|javax|jdk|sun|kotlin|scala)\.|org\.springframework|com\.amazonaws|software\.amazon"
    r"|^/usr/local/go/"
)
# What is looked at of a line. The patterns take time in the square of one long word.
_LONGEST = 2_000
# Python refuses to read a number of thousands of digits.
_LINE_DIGITS = 9


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One line of a stack: where, and in which function if that is told."""

    file: str
    line: int
    function: str | None = None

    @property
    def is_own(self) -> bool:
        """True for the workload's own code, False for runtimes and libraries."""
        return not (_FOREIGN.search(self.file) or _FOREIGN.search(self.function or ""))


@dataclass(frozen=True, eq=False)
class Reading:
    """`kind` is the error's type (`KeyError`), `said` its message, `stack` the trace as text;
    `event` is what Kubernetes said, where it is that."""

    kind: str
    said: str
    stack: str
    event: ClusterEvent | None = None

    @cached_property
    def words(self) -> str:
        """Everything that was said of the error, without the stack: what signs are sought in."""
        return f"{self.kind}: {self.said}" if self.kind else self.said

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """The frames of the stack, in the order in which they stand."""
        found = (match for pattern in _FRAMES for match in pattern.finditer(self.stack))
        return tuple(
            Frame(match["file"], int(match["line"][:_LINE_DIGITS]), match["name"])
            for match in sorted(found, key=lambda match: match.start())
        )

    @property
    def own_frame(self) -> Frame | None:
        """The innermost frame in the workload's own code: Python prints it last, others first."""
        own = [frame for frame in self.frames if frame.is_own]
        if not own:
            return None
        return own[-1] if own[-1].file.endswith(".py") else own[0]


def read(pattern: ErrorPattern) -> Reading:
    """The pattern's example, taken apart; its template where there is no example."""
    return read_line(pattern.example or pattern.template)


@lru_cache(maxsize=512)
def read_line(example: str) -> Reading:
    """A log line, taken apart. Never raises."""
    entry = read_entry(example[:_LONGEST])
    return Reading(entry.kind, entry.message, entry.stack, entry.event)
