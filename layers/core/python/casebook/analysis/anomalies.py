"""Finds the rows of a series at which something happens that is not usual of it.

Each row is judged from itself and the rows before it. Two measures are watched, `novelty.jolts` for
what happens at once and `novelty.drifts` for levels, on the scale of roots (`natures.root`), where
noise is about as large at high levels as at low ones. Whether a novelty is news is up to the same
rule of habits that a diagnosis follows: two earlier incidents do not make a third usual
(`habits`, `records`).

docs/analysers.md has the figures, and what was tried and lost.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from casebook.analysis.habits import AS_LARGE, INCIDENTS
from casebook.analysis.metric_kinds import number
from casebook.analysis.natures import root
from casebook.analysis.novelty import WIDTHS, Calendar, Widths, drifts, jolts
from casebook.analysis.records import Records, Span, news

# Five days of the five-minute metrics of AWS are recent; the first 100 rows are only learned from.
_SPAN = Span(recent=1_500, warm_up=100, rest=100)
# Differences below this share of the values are made by arithmetic.
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Settings:
    """What could be chosen otherwise. tests/bench/nab_folds.py measures what that is worth."""

    widths: Widths = WIDTHS
    incidents: int = INCIDENTS
    as_large: float = AS_LARGE
    scale: Callable[[float], float] = root


def find_anomalies(
    times: Sequence[object], values: Sequence[object], settings: Settings | None = None
) -> list[int]:
    """The numbers of the rows that are anomalous, in order; an event is told once, at its start,
    and again when it outgrows itself by half.

    `times` are in Unix seconds, `values` are numbers; a value that is None or not finite is missing
    and its row is passed over. A row is judged from itself and the rows before it alone, so the
    answer for the rows so far does not change with what comes later. Never raises. The first 100
    values are only learned from. Takes time linear in the number of rows, about 20 µs for each.
    """
    chosen = settings or Settings()
    numbers = [number(value) for value in values]
    rows = [row for row, value in enumerate(numbers) if value is not None]
    scaled = [chosen.scale(value) for value in numbers if value is not None]
    clock = _clock(times, len(numbers))
    calendar = Calendar([clock[row] for row in rows])
    resolution = _resolutions(scaled)

    def found(novelty: Sequence[float]) -> Iterable[int]:
        return news(novelty, resolution, Records(_SPAN, chosen.incidents, chosen.as_large))

    at_once = found(jolts(scaled, calendar, chosen.widths))
    levels = found(drifts(scaled, calendar, chosen.widths))
    return [rows[row] for row in _told(set(at_once), set(levels))]


def _told(at_once: set[int], levels: set[int]) -> Iterable[int]:
    """What happens at once is told whatever the level did; a new level soon after something else
    was told is what that left behind."""
    told = -_SPAN.rest
    for row in sorted(at_once | levels):
        if row in at_once or row - told >= _SPAN.rest:
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
