"""Error lines folded into patterns: what failed, how often, since when, and whether that is new."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice, pairwise
from typing import Generic, Protocol, TypeVar

from casebook.analysis.error_lines import essence, is_error
from casebook.analysis.event_counts import Occurrences
from casebook.analysis.log_entry import read_entry
from casebook.analysis.onset import onset_of
from casebook.analysis.templates import Group, TemplateMiner
from casebook.domain.finding import ErrorPattern
from casebook.domain.window import Window

# An error counts as suddenly frequent at three times its earlier rate: below that, the counts of a
# few minutes vary as much by chance.
_SURGE = 3.0
_PERIOD_SECONDS = 5.0
# What Kubernetes says once and what lasts is said before its harm is measured.
_LEAD = timedelta(minutes=10)
_LONGEST_EXAMPLE, _EXAMPLE_HEAD = 1_000, 400
_LINE = "\n"
_AT_ONCE = 1_000


class Line(Protocol):
    """A log line, whoever read it."""

    @property
    def at(self) -> datetime: ...

    @property
    def message(self) -> str: ...

    @property
    def log_group(self) -> str: ...


L = TypeVar("L", bound=Line)


@dataclass(slots=True)
class _Period:
    """How many lines came in one period, and when the first and the last of them did."""

    count: int
    first_at: datetime
    last_at: datetime

    def add(self, at: datetime) -> None:
        """Takes in a line."""
        self.count += 1
        if at < self.first_at:
            self.first_at = at
        elif at > self.last_at:
            self.last_at = at

    def plus(self, other: "_Period") -> "_Period":
        return _Period(
            self.count + other.count,
            min(self.first_at, other.first_at),
            max(self.last_at, other.last_at),
        )


@dataclass(slots=True)
class _Tally:
    """The lines of one template that one resource wrote into one log group. `first_at` and `newest`
    are of the window; `periods` has, by period since the baseline began, how many came and the
    first of them."""

    group: Group
    resource: str
    first_at: datetime
    newest: Line
    count: int = 0
    baseline_count: int = 0
    periods: dict[int, _Period] = field(default_factory=dict)

    def count_line(self, line: Line, at: datetime, place: int, *, in_window: bool) -> None:
        """Takes in one time that a line tells of."""
        if in_window:
            if not self.count or at < self.first_at:
                self.first_at = at
            if not self.count or line.at > self.newest.at:
                self.newest = line
            self.count += 1
        else:
            self.baseline_count += 1
        if (known := self.periods.get(place)) is None:
            self.periods[place] = _Period(1, at, at)
        else:
            known.add(at)

    def add(self, other: "_Tally") -> None:
        """Takes in the lines of another tally."""
        if other.count:
            self.first_at = min(self.first_at, other.first_at) if self.count else other.first_at
            newest = max(self.newest, other.newest, key=lambda each: each.at)
            self.newest = newest if self.count else other.newest
        self.count += other.count
        self.baseline_count += other.baseline_count
        for place, period in other.periods.items():
            known = self.periods.get(place)
            self.periods[place] = period if known is None else known.plus(period)


def error_patterns(
    lines: Iterable[L],
    window: Window,
    baseline: Window,
    owner: Callable[[L], str],
    are_wanted: Callable[[str], bool] = is_error,
) -> tuple[ErrorPattern, ...]:
    """The error lines of the window (or others, if it is said which are wanted), folded and ranked:
    new or suddenly frequent patterns first, the most frequent of those at the head.

    `lines` may reach over the window and its baseline; a line that lies in both counts for the
    window. They are read once, and none but the newest of each pattern is kept. `owner` names the
    resource that wrote a line. Patterns that only the baseline has are left out.
    """
    tallies: dict[tuple[str, str, Group], _Tally] = {}
    seen = _Seen(lines)
    for tally in _tallies(seen, window, baseline, owner, are_wanted):
        place = (tally.newest.log_group, tally.resource, tally.group.settled)
        if place in tallies:
            tallies[place].add(tally)
        else:
            tallies[place] = tally
    seconds = (window.duration.total_seconds() or 1.0, baseline.duration.total_seconds() or 1.0)
    ranked = sorted(
        (tally for tally in tallies.values() if tally.count),
        key=lambda tally: (not _is_unusual(tally, *seconds), -tally.count, tally.first_at),
    )
    span = Window(start=min(window.start, baseline.start), end=max(window.end, baseline.end))
    begin = max(span.start, seen.first_at or span.start)
    return tuple(_pattern(tally, span, begin) for tally in ranked)


class _Seen(Generic[L]):
    """Lines, read once, and when the first of them came: of what was before nothing is known."""

    def __init__(self, lines: Iterable[L]) -> None:
        self._lines = lines
        self.first_at: datetime | None = None

    def __iter__(self) -> Iterator[L]:
        for line in self._lines:
            if self.first_at is None or line.at < self.first_at:
                self.first_at = line.at
            yield line


def _tallies(
    lines: Iterable[L],
    window: Window,
    baseline: Window,
    owner: Callable[[L], str],
    are_wanted: Callable[[str], bool],
) -> Iterable[_Tally]:
    """The error lines by the groups that they were put in at first. Which of these are one template
    is known when all have been read: after this, not before."""
    miner = TemplateMiner()
    start = min(window.start, baseline.start)
    occurrences, lead = Occurrences(start), window.start - _LEAD
    tallies: dict[tuple[str, str, Group], _Tally] = {}
    led: dict[tuple[str, str, Group], _Tally] = {}
    wanted = (line for line in lines if are_wanted(line.message))
    while batch := list(islice(wanted, _AT_ONCE)):
        groups = miner.add_all(essence(line.message) for line in batch)
        for line, group in zip(batch, groups, strict=True):
            resource = owner(line)
            key = (line.log_group, resource, group)
            happened = occurrences.of(line)
            for at in happened.times:
                is_led = happened.lasts and lead <= at < window.start
                in_window = is_led or at in window
                if not in_window and at not in baseline:
                    continue
                kept = led if is_led else tallies
                if (tally := kept.get(key)) is None:
                    tally = kept[key] = _Tally(group, resource, line.at, line)
                place = int((at - start).total_seconds() // _PERIOD_SECONDS)
                tally.count_line(line, at, place, in_window=in_window)
    for key, before in led.items():
        known = tallies.setdefault(
            key, _Tally(before.group, before.resource, before.first_at, before.newest)
        )
        if known.count:  # it was said again, so this is how usual it is
            before.count, before.baseline_count = 0, before.count
        known.add(before)
    miner.settle()
    return tallies.values()


def _is_unusual(tally: _Tally, seconds: float, baseline_seconds: float) -> bool:
    expected = tally.baseline_count / baseline_seconds * seconds
    return tally.count >= _SURGE * expected


def _pattern(tally: _Tally, span: Window, begin: datetime) -> ErrorPattern:
    onset, not_before = _onset(tally, span, begin)
    return ErrorPattern(
        template=tally.group.template,
        count=tally.count,
        baseline_count=tally.baseline_count,
        first_at=tally.first_at,
        last_at=tally.newest.at,
        example=_shortened(tally.newest.message.strip()),
        log_group=tally.newest.log_group,
        resource=tally.resource,
        onset=onset,
        not_before=not_before,
        longest_pause_seconds=_longest_pause(tally),
    )


def _longest_pause(tally: _Tally) -> float:
    """The longest time between two lines of the window in a row, to within a period."""
    periods = [period for _, period in sorted(tally.periods.items())]
    inside = [period for period in periods if period.last_at >= tally.first_at]
    pauses = ((b.first_at - a.last_at).total_seconds() for a, b in pairwise(inside))
    return max(pauses, default=0.0)


def _shortened(message: str) -> str:
    """A trace is cut in its middle: its last lines say what was thrown last, and of whom. An event
    of Kubernetes is written without its wrappers and metadata."""
    if len(message) > _LONGEST_EXAMPLE and (event := read_entry(message).event):
        return event.line[:_LONGEST_EXAMPLE]
    if len(message) <= _LONGEST_EXAMPLE or "\n" not in message or message[:1] == "{":
        return message[:_LONGEST_EXAMPLE]
    head, tail = message[:_EXAMPLE_HEAD], message[-(_LONGEST_EXAMPLE - _EXAMPLE_HEAD) :]
    return f"{head.rpartition(_LINE)[0] or head}\n{tail.partition(_LINE)[2] or tail}"


def _onset(tally: _Tally, span: Window, begin: datetime) -> tuple[datetime | None, datetime | None]:
    """When these lines began to come (far more often), and when they had not yet. Nothing is known
    of the time before `begin`."""
    periods = int(span.duration.total_seconds() // _PERIOD_SECONDS) + 1
    known = int((begin - span.start).total_seconds() // _PERIOD_SECONDS)
    place = onset_of({at: each.count for at, each in tally.periods.items()}, periods, known)
    if place is None:
        return None, None
    earlier = [each.last_at for at, each in tally.periods.items() if at < place]
    return tally.periods[place].first_at, max(earlier, default=span.start)
