"""How many error lines came when: the bars of a chart."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from casebook.domain.window import Window

_PERIODS = (60, 300, 900, 3_600, 21_600, 86_400)
_MOST_PERIODS = 240


class Counts(NamedTuple):
    """Of one resource: value i is of the period that begins `period_seconds` times i after `start`.
    None where lines were not read."""

    resource: str
    start: datetime
    period_seconds: int
    values: tuple[int | None, ...]


def error_counts(
    errors: Iterable[tuple[datetime, str]],
    window: Window,
    left_out: Iterable[Window] = (),
) -> tuple[Counts, ...]:
    """The errors (when, and whose) by whole periods of `window`, most first.

    `left_out` are stretches of which not all lines were read: a period that touches one is None.
    """
    period = _period(window)
    step = timedelta(seconds=period)
    start = _floor(window.start, period)
    length = ceil((window.end - start) / step) or 1
    found: dict[str, Counter[int]] = {}
    for at, resource in errors:
        if at in window:
            place = min((at - start) // step, length - 1)
            found.setdefault(resource, Counter())[place] += 1
    unknown = {
        place
        for gap in left_out
        for place in range(max(0, (gap.start - start) // step), length)
        if start + step * place <= gap.end
    }
    made = (
        Counts(
            resource,
            start,
            period,
            tuple(None if place in unknown else counts[place] for place in range(length)),
        )
        for resource, counts in found.items()
    )
    return tuple(
        sorted(made, key=lambda each: (-sum(found[each.resource].values()), each.resource))
    )


def _period(window: Window) -> int:
    seconds = window.duration.total_seconds()
    return next((each for each in _PERIODS if seconds / each <= _MOST_PERIODS), _PERIODS[-1])


def _floor(at: datetime, period: int) -> datetime:
    return at - timedelta(seconds=at.timestamp() % period)
