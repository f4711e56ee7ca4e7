"""Error lines folded into patterns: what failed, how often, since when, and whether that is new."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from casebook.analysis.error_lines import essence, is_error
from casebook.analysis.templates import Group, TemplateMiner
from casebook.domain.finding import ErrorPattern
from casebook.domain.window import Window

# An error counts as suddenly frequent at three times its earlier rate: below that, the counts of a
# few minutes vary as much by chance.
_SURGE = 3.0
_LONGEST_EXAMPLE = 1_000


class Line(Protocol):
    """A log line, whoever read it."""

    @property
    def at(self) -> datetime: ...

    @property
    def message(self) -> str: ...

    @property
    def log_group(self) -> str: ...


@dataclass(slots=True)
class _Tally:
    """The lines of one template in one log group."""

    group: Group
    newest: Line
    first_at: datetime
    count: int = 0
    baseline_count: int = 0


def error_patterns(
    lines: Iterable[Line], window: Window, baseline: Window, owner: Callable[[str], str]
) -> tuple[ErrorPattern, ...]:
    """The error lines of the window, folded and ranked: new or suddenly frequent patterns first,
    the most frequent of those at the head.

    `lines` may reach over the window and its baseline; a line that lies in both counts for the
    window. `owner` names the resource that writes to a log group. Patterns that only the baseline
    has are left out.
    """
    errors = [line for line in lines if is_error(line.message)]
    miner = TemplateMiner()
    groups = miner.add_all(essence(line.message) for line in errors)
    miner.settle()
    tallies: dict[tuple[str, int], _Tally] = {}
    for line, group in zip(errors, (group.settled for group in groups), strict=True):
        tally = tallies.setdefault((line.log_group, id(group)), _Tally(group, line, line.at))
        if line.at in window:
            _count(tally, line)
        elif line.at in baseline:
            tally.baseline_count += 1
    seconds = (window.duration.total_seconds() or 1.0, baseline.duration.total_seconds() or 1.0)
    ranked = sorted(
        (tally for tally in tallies.values() if tally.count),
        key=lambda tally: (not _is_unusual(tally, *seconds), -tally.count, tally.first_at),
    )
    return tuple(_pattern(tally, owner(tally.newest.log_group)) for tally in ranked)


def _count(tally: _Tally, line: Line) -> None:
    tally.first_at = min(tally.first_at, line.at) if tally.count else line.at
    tally.newest = max(tally.newest, line, key=lambda each: each.at) if tally.count else line
    tally.count += 1


def _is_unusual(tally: _Tally, seconds: float, baseline_seconds: float) -> bool:
    expected = tally.baseline_count / baseline_seconds * seconds
    return tally.count >= _SURGE * expected


def _pattern(tally: _Tally, resource: str) -> ErrorPattern:
    return ErrorPattern(
        template=tally.group.template,
        count=tally.count,
        baseline_count=tally.baseline_count,
        first_at=tally.first_at,
        last_at=tally.newest.at,
        example=tally.newest.message.strip()[:_LONGEST_EXAMPLE],
        log_group=tally.newest.log_group,
        resource=resource,
    )
