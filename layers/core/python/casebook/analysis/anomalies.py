"""Finds the rows of a series at which something happens that had not happened before.

A row is anomalous when the series is more unlike its past than at any other row of the recent past,
and not much less than ever: a record. Records assume no distribution and need no threshold, and of
independent rows the n-th is a record once in n, so a series with nothing in it is flagged a handful
of times however noisy it is (Rényi 1962; Glick, "Breaking Records and Breaking Boards", 1978). Two
measures are watched, `novelty.jolts` for what happens at once and `novelty.drifts` for levels.

docs/analysers.md has the figures, and what was tried and lost.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casebook.analysis.metric_kinds import number
from casebook.analysis.novelty import Calendar, drifts, jolts

# A record of this many rows: five days of the five-minute metrics of AWS.
_RECENT = 1_500
# And at least this share of what was ever seen, so that calm after a storm is no reason to flag.
_SHARE_OF_EVER = 0.3
# Before this many rows, everything is a record.
_WARM_UP = 100
# An event is over when it has set no record for this many rows.
_REST = 100
# What is this many times larger than the event in which it falls is an event of its own.
_OUTGROWS = 1.5
# Differences below this share of the values are made by arithmetic.
_SAME = 1e-9

_JOLTS, _DRIFTS = 0, 1


@dataclass(slots=True)
class _Event:
    """Records of one measure that follow each other; `size` is the largest of them."""

    until: int
    size: float


def find_anomalies(times: Sequence[object], values: Sequence[object]) -> list[int]:
    """The numbers of the rows that are anomalous, in order; an event is told once, at its start.

    `times` are in Unix seconds, `values` are numbers; a value that is None or not finite is missing
    and its row is passed over. A row is judged from itself and the rows before it alone, so the
    answer for the rows so far does not change with what comes later. Never raises. The first 100
    values are only learned from. Takes time linear in the number of rows, about 20 µs for each.
    """
    numbers = [number(value) for value in values]
    rows = [row for row, value in enumerate(numbers) if value is not None]
    present = [value for value in numbers if value is not None]
    clock = _clock(times, len(numbers))
    calendar = Calendar([clock[row] for row in rows])
    resolution = _resolutions(present)
    records = sorted(
        (row, measure, size)
        for measure, novelty in (
            (_JOLTS, jolts(present, calendar)),
            (_DRIFTS, drifts(present, calendar)),
        )
        for row, size in _records(novelty, resolution)
    )
    return [rows[row] for row in _starts(records)]


def _records(novelty: Sequence[float], resolution: Sequence[float]) -> Iterable[tuple[int, float]]:
    """The rows of unequalled novelty, and how novel. The candidates for the largest recent value
    wait in a queue in which each is smaller than the one before it."""
    recent: deque[tuple[int, float]] = deque()
    ever = 0.0
    for row, size in enumerate(novelty):
        while recent and recent[0][0] < row - _RECENT:
            recent.popleft()
        largest = recent[0][1] if recent else 0.0
        if row >= _WARM_UP and size > largest + resolution[row] and size >= _SHARE_OF_EVER * ever:
            yield row, size
        ever = max(ever, size)
        while recent and recent[-1][1] <= size:
            recent.pop()
        recent.append((row, size))


def _starts(records: Iterable[tuple[int, int, float]]) -> Iterable[int]:
    """The first rows of events. A new level soon after something else was told is what that left
    behind; what happens at once is news whatever the level did."""
    events: dict[int, _Event] = {}
    told = -_REST
    for row, measure, size in records:
        event = events.get(measure)
        goes_on = event is not None and row < event.until
        if event and goes_on and size < _OUTGROWS * event.size:
            event.until, event.size = row + _REST, max(event.size, size)
            continue
        events[measure] = _Event(row + _REST, size)
        if row > told and (goes_on or measure == _JOLTS or row - told >= _REST):
            yield row
            told = row


def _resolutions(values: Iterable[float]) -> list[float]:
    """The least difference that means anything at each row, for the largest value so far."""
    largest = 0.0
    resolutions = []
    for value in values:
        largest = max(largest, abs(value))
        resolutions.append(largest * _SAME)
    return resolutions


def _clock(times: Sequence[object], length: int) -> list[float]:
    """A time for every row; where it is missing, the one before it."""
    clock: list[float] = []
    for row in range(length):
        at = number(times[row]) if row < len(times) else None
        clock.append(at if at is not None else clock[-1] if clock else 0.0)
    return clock
