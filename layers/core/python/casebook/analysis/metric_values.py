"""The values of metric math: a number, a series by the starts of its periods, or several series."""

from dataclasses import dataclass

Series = dict[int, float]
"""A value by the start of its period, in seconds since 1970; none where there is no datapoint."""
Value = float | Series | list[Series]


@dataclass(frozen=True, slots=True)
class Grid:
    """The periods that were looked at: from the one at `start` up to, without, the one at `end`."""

    start: int
    end: int
    period: int

    @property
    def times(self) -> range:
        return range(self.start, self.end, self.period)


def at(value: Series | float, time: int) -> float | None:
    return value.get(time) if isinstance(value, dict) else value


def times_of(left: Series | float, right: Series | float) -> list[int]:
    """The times at which both can have a value."""
    if isinstance(left, dict) and isinstance(right, dict):
        return sorted(left.keys() & right.keys())
    series = left if isinstance(left, dict) else right
    return sorted(series) if isinstance(series, dict) else []
