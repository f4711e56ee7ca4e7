"""Whether a level that a series reaches now is one that it has reached before.

A mean cannot tell: a load that peaks at every full hour is far above the mean of the hour, and no
news. What counts are the earlier occasions at which the series was as far from its usual value,
the harmful way. Their number and their times can be shown to anybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean, median

Point = tuple[datetime, float]

# As far as before: three quarters of the way, since no peak is quite like another.
_AS_FAR = 0.75
# What was raised so shortly before is the same rise.
_SAME_RISE = timedelta(minutes=45)
# Between two occasions the series was back for longer than this.
_APART = timedelta(minutes=6)


@dataclass(frozen=True, slots=True)
class Excursion:
    """How far a series left its `usual` value, to `level`; 0 for `distance` when it did not."""

    usual: float
    distance: float
    sign: int

    def reaches(self, value: float) -> bool:
        """Whether a value is about as far from the usual, the same way."""
        return (value - self.usual) * self.sign >= _AS_FAR * self.distance


def excursion(before: Sequence[float], inside: Sequence[float], sign: int) -> Excursion | None:
    """How far the values `inside` a window are from the median of those before it, the harmful way;
    None when they are not, or one of the two is empty.

    The distance is the mean of what is at least half as far as the furthest: one value alone may
    be an accident.
    """
    if not before or not inside:
        return None
    usual = median(before)
    distances = [(value - usual) * sign for value in inside]
    furthest = max(distances)
    if furthest <= 0:
        return None
    return Excursion(usual, fmean(each for each in distances if each >= furthest / 2), sign)


def occasions(points: Iterable[Point], since: datetime, found: Excursion) -> list[datetime]:
    """When the series was about as far from its usual value before: the first moment of each
    occasion that ended well before `since`, oldest first. `points` are in order of time."""
    begun: list[datetime] = []
    last: datetime | None = None
    for at, value in points:
        if at >= since - _SAME_RISE:
            break
        if found.reaches(value):
            if last is None or at - last > _APART:
                begun.append(at)
            last = at
    return begun
