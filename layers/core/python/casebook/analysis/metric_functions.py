"""The functions of metric math, by name.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import fmean

from casebook.analysis.metric_values import Grid, Series, Value, at

ABSENT = math.nan
"""A number that there is not."""

Argument = Value | str
Function = Callable[[Sequence[Argument], Grid], Value]


def _aggregate(fold: Callable[[Sequence[float]], float]) -> Function:
    """Of one series a number; of several, or of a list, a series."""

    def apply(arguments: Sequence[Argument], grid: Grid) -> Value:
        (value,) = arguments
        if isinstance(value, list):
            times = sorted({time for series in value for time in series})
            return {t: fold([series[t] for series in value if t in series]) for t in times}
        if isinstance(value, dict):
            return fold(list(value.values())) if value else ABSENT
        return fold([_number(value)])

    return apply


def _elementwise(change: Callable[[float], float]) -> Function:
    def apply(arguments: Sequence[Argument], grid: Grid) -> Value:
        (value,) = arguments
        if isinstance(value, list):
            return [{time: float(change(v)) for time, v in series.items()} for series in value]
        if isinstance(value, dict):
            return {time: float(change(v)) for time, v in value.items()}
        return float(change(_number(value)))

    return apply


def _difference(per_second: bool) -> Function:
    """Each datapoint less the one before it; for RATE by the seconds between them."""

    def of(series: Series) -> Series:
        return {
            later: (series[later] - series[earlier]) / (later - earlier if per_second else 1)
            for earlier, later in pairwise(sorted(series))
        }

    def apply(arguments: Sequence[Argument], grid: Grid) -> Value:
        (value,) = arguments
        if isinstance(value, list):
            return [of(series) for series in value]
        return of(_series(value))

    return apply


def _fill(arguments: Sequence[Argument], grid: Grid) -> Value:
    """The periods without a datapoint take a value, that of another series, the last one before, or
    what lies between their neighbours."""
    value, filling = arguments
    if isinstance(value, list):
        return [_filled(series, filling, grid) for series in value]
    return _filled(_series(value), filling, grid)


def _filled(series: Series, filling: Argument, grid: Grid) -> Series:
    if filling == "LINEAR":
        return _interpolated(series, grid)
    filled: Series = {}
    last: float | None = None
    for time in grid.times:
        known = series.get(time)
        if known is None:
            if filling == "REPEAT":
                known = last
            elif isinstance(filling, dict):
                known = filling.get(time)
            else:
                known = _number(filling)
        if known is not None:
            filled[time] = last = known
    return filled


def _interpolated(series: Series, grid: Grid) -> Series:
    filled = dict(series)
    for earlier, later in pairwise(sorted(series)):
        slope = (series[later] - series[earlier]) / (later - earlier)
        for time in range(earlier + grid.period, later, grid.period):
            filled[time] = series[earlier] + slope * (time - earlier)
    return filled


def _if(arguments: Sequence[Argument], grid: Grid) -> Value:
    """`IF(condition, then, otherwise)`; without a third one there is no value."""
    condition, then, *rest = arguments
    otherwise = rest[0] if rest else {}
    parts = [_plain(condition), _plain(then), _plain(otherwise)]
    if all(isinstance(part, float) for part in parts):
        return parts[1] if parts[0] else parts[2]
    if isinstance(parts[0], dict):
        times = sorted(parts[0])
    else:
        return parts[1] if parts[0] else parts[2]
    chosen = {}
    for time in times:
        known = at(parts[1] if at(parts[0], time) else parts[2], time)
        if known is not None:
            chosen[time] = known
    return chosen


def _period(arguments: Sequence[Argument], grid: Grid) -> Value:
    return float(grid.period)


def _plain(value: Argument) -> Series | float:
    return value if isinstance(value, dict) else _number(value)


def _series(value: Argument) -> Series:
    if not isinstance(value, dict):
        raise TypeError("a series is needed")
    return value


def _number(value: Argument) -> float:
    if isinstance(value, int | float):
        return float(value)
    raise TypeError("a number is needed")


FUNCTIONS: dict[str, Function] = {
    "SUM": _aggregate(math.fsum),
    "AVG": _aggregate(fmean),
    "MAX": _aggregate(max),
    "MIN": _aggregate(min),
    "ABS": _elementwise(abs),
    "CEIL": _elementwise(math.ceil),
    "FLOOR": _elementwise(math.floor),
    "DIFF": _difference(per_second=False),
    "RATE": _difference(per_second=True),
    "FILL": _fill,
    "IF": _if,
    "PERIOD": _period,
}
