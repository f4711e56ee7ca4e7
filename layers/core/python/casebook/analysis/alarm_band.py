"""The band of usual values of an anomaly alarm, from the series' own history.

CloudWatch trains a model on up to two weeks, with hours of the day and days of the week; only its
bounds can be asked for, not how they came about. Here the band of an hour is the median of what was
there at about this hour of the days before, else of the whole time before, and as many deviations
(from the median of absolute ones, which outliers do not move) to each side as the alarm says.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
"""

import re
from collections.abc import Mapping
from statistics import median

from casebook.analysis.metric_syntax import CannotBeComputed
from casebook.analysis.metric_values import Series

Bounds = tuple[float, float]

_CALL = re.compile(
    r"^\s*ANOMALY_DETECTION_BAND\s*\(\s*(\w+)\s*(?:,\s*([\d.]+)\s*)?\)\s*$", re.IGNORECASE
)
_WIDTH = 2.0
_HOUR, _DAY = 3_600, 86_400
_NEAR = 1  # hours to each side
_ENOUGH = 12
# What began so shortly before may belong to the incident: it is not what is usual.
_RUN_UP = 2 * _HOUR
# Of a normal distribution the standard deviation is so many times the median deviation.
_TO_SIGMA = 1.4826
_LEAST_SHARE = 0.02


def watched_by(expression: str) -> tuple[str, float]:
    """The id of what a band is drawn around, and its width in deviations."""
    match = _CALL.match(expression)
    if match is None:
        raise CannotBeComputed(f"{expression[:80]!r} is no band that can be evaluated here")
    return match[1], float(match[2] or _WIDTH)


def bounds(series: Series, width: float) -> Mapping[int, Bounds]:
    """The band at every time of the series before which there was enough to know it."""
    found: dict[int, Bounds] = {}
    by_hour: dict[int, Bounds | None] = {}
    for time in series:
        hour = time // _HOUR
        if hour not in by_hour:
            by_hour[hour] = _around(_usual(series, hour * _HOUR), width)
        if (band := by_hour[hour]) is not None:
            found[time] = band
    return found


def _usual(series: Series, hour: int) -> list[float]:
    before = {time: value for time, value in series.items() if time < hour - _RUN_UP}
    other_days = [
        value
        for time, value in before.items()
        if time < hour - _DAY // 2 and _hours_apart(time, hour) <= _NEAR
    ]
    return other_days if len(other_days) >= _ENOUGH else list(before.values())


def _hours_apart(time: int, hour: int) -> int:
    apart = abs(time % _DAY // _HOUR - hour % _DAY // _HOUR)
    return min(apart, 24 - apart)


def _around(values: list[float], width: float) -> Bounds | None:
    if len(values) < _ENOUGH:
        return None
    middle = median(values)
    deviation = _TO_SIGMA * median(abs(value - middle) for value in values)
    reach = width * max(deviation, _LEAST_SHARE * abs(middle))
    return middle - reach, middle + reach
