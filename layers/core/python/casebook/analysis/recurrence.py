"""Whether a level that a series reaches now is one that it has reached before.

A mean cannot tell: a load that peaks at every full hour is far above the mean of the hour, and no
news. What counts are the earlier occasions at which the series was as far from its usual value,
the harmful way. Their number and their times can be shown to anybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import fmean, median

from casebook.analysis.onset import ends_a_run

Point = tuple[datetime, float]

# As far as before: three quarters of the way, since no peak is quite like another.
_AS_FAR = 0.75
# What was raised so shortly before is the same rise.
_SAME_RISE = timedelta(minutes=45)
# Between two occasions the series was back for longer than this.
_APART = timedelta(minutes=6)
# Of fewer nobody knows how they come.
_FEWEST = 3
# Points farther apart belong to two looks: the hours before, and the same hours a week ago.
_OTHER_LOOK = timedelta(days=1)


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


def recurring_since(
    occasions: Sequence[datetime], known: Sequence[datetime], now: datetime
) -> datetime | None:
    """When it began to come again and again, if it had not before: the first of the occasions, of
    which the newest is `now`. `known` are the times of which anything is known, in their order.

    The time that is known before the first is then longer than chance makes any pause between as
    many. What recurs since the afternoon is an incident that comes and goes, not a custom. None
    where it came for as long as is known, and of fewer than three occasions.
    """
    came = [*occasions, now]
    if len(came) < _FEWEST:
        return None
    begin = _newest_look(known)
    quiet, spent = (came[0] - begin).total_seconds(), (now - came[0]).total_seconds()
    pauses = len(came) - 1
    return came[0] if ends_a_run(quiet, spent, pauses, pauses + 1) else None


def _newest_look(known: Sequence[datetime]) -> datetime:
    begin = known[0]
    for earlier, later in pairwise(known):
        if later - earlier > _OTHER_LOOK:
            begin = later
    return begin
