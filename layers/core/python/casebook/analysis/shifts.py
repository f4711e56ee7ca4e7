"""When a metric left what it was, and whether it came back.

`onset_of` answers for the state that holds at the end of the series, `excursions` tells every
departure, ended or not. The scale on which a change is judged depends on the nature of the series
(`natures`); where it has a daily season, it is held against the same time of the days before
(`seasons`). All times are Unix seconds; all levels are in the unit of the series.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt
from statistics import fmean, median

from casebook.analysis.departures import Departure, Span, departures_of
from casebook.analysis.habits import is_habit
from casebook.analysis.natures import (
    Nature,
    age_unit,
    increases,
    is_sparse,
    nature_of,
    scaled,
    standstill,
)
from casebook.analysis.noise import resolution_of
from casebook.analysis.samples import Interval, Samples
from casebook.analysis.seasons import residuals
from casebook.analysis.segments import Counts, Cut, Levels, Scale, cuts_of

# With fewer datapoints there is nothing to tell a change by.
FEWEST = 6
# A datapoint further out than so many deviations is not wholly usual.
_PARTLY = 3.0


class Direction(StrEnum):
    RISE = "rise"
    FALL = "fall"


@dataclass(frozen=True, slots=True)
class Shift:
    """A departure from what a series was.

    `onset` lies after the last datapoint that was wholly as before and before the end of the first
    that is not. `ended` is None while the departure goes on. `usual` is the level before,
    `observed` the level during it: means of counts (per period) and of a counter's increases (per
    period), medians of other natures. `chance` is the probability that a series without any change
    shows as much anywhere.
    """

    onset: Interval
    ended: Interval | None
    direction: Direction
    nature: Nature
    usual: float
    observed: float
    chance: float

    @property
    def strength(self) -> float:
        """How sure it is that this is no chance, from 0 to 1."""
        return 1 - self.chance


def onset_of(
    samples: Samples,
    nature: Nature | None = None,
    *,
    until: float | None = None,
    direction: Direction | None = None,
) -> Shift | None:
    """The departure that still goes on at the end of the series, or at `until`.

    None if there is none, or none in the `direction` that is asked for, or too few datapoints
    (fewer than six) to know what was usual. Without a `nature` it is guessed from the values.
    """
    known = samples if until is None else samples.until(until)
    found = next(reversed(excursions(known, nature)), None)
    if found is None or found.ended or (direction and found.direction is not direction):
        return None
    return found


def excursions(samples: Samples, nature: Nature | None = None) -> list[Shift]:
    """Every departure in a series, in order: those that ended and the one that goes on.

    An age that ends with a standstill tells by itself since when, whatever its level did before.
    """
    nature = nature or nature_of(samples)
    if nature is Nature.AGE and (stands := _of_age(samples)):
        began = stands.onset.not_before
        levels = _departures(samples.until(began), nature)
        return [*(shift for shift in levels if shift.ended), stands]
    return _departures(samples, nature)


def _departures(samples: Samples, nature: Nature) -> list[Shift]:
    """What `excursions` finds by levels."""
    if nature is Nature.COUNTER:
        grown = increases(samples)
        whole = all(value == int(value) for value in grown.values)
        judged = _departures(grown, Nature.COUNT if whole else Nature.GAUGE)
        return [replace(shift, nature=Nature.COUNTER) for shift in judged]
    if len(samples) < FEWEST:
        return []
    series = _Series.of(samples, nature)
    if len(series.values) < FEWEST:
        return []
    length = len(series.values)
    found = departures_of(cuts_of(series.scale, length), length, series.level)
    spans = [(departure.begin, departure.end) for departure in found]
    return [
        _shift(series, departure)
        for departure, span in zip(found, spans, strict=True)
        if not is_habit(series.values, span, spans)
    ]


@dataclass(frozen=True, slots=True)
class _Series:
    """A series on the scale on which it is judged: `values` are those of `samples`, scaled and
    without the daily season if there is one."""

    samples: Samples
    nature: Nature
    values: list[float]
    scale: Scale

    @classmethod
    def of(cls, samples: Samples, nature: Nature) -> "_Series":
        values = scaled(samples.values, nature)
        seasonal = residuals(samples, values)
        if seasonal:
            known, left = seasonal
            return cls(known, nature, left, Levels(left, resolution_of(values)))
        if nature is Nature.COUNT and is_sparse(samples.values):
            counts = [max(value, 0.0) for value in samples.values]
            return cls(samples, nature, counts, Counts(counts))
        return cls(samples, nature, values, Levels(values))

    def level(self, begin: int, end: int) -> float:
        """The level of a stretch on the scale."""
        values = self.values[begin:end]
        return fmean(values) if isinstance(self.scale, Counts) else median(values)

    def is_unlike(self, place: int, before: Span) -> bool:
        """Whether a datapoint is further from the level before than noise is."""
        usual = self.level(*before)
        if isinstance(self.scale, Levels):
            return abs(self.values[place] - usual) > _PARTLY * self.scale.noise.deviation
        return self.values[place] > usual + _PARTLY * sqrt(usual)

    def told(self, begin: int, end: int) -> float:
        """The level of a stretch in the unit of the series."""
        values = self.samples.values[begin:end]
        return fmean(values) if self.nature is Nature.COUNT else median(values)


def _shift(series: _Series, found: Departure) -> Shift:
    back = found.back
    return Shift(
        onset=_moment(series, found.first, found.usual),
        ended=_moment(series, back, (found.begin, found.end)) if back else None,
        direction=Direction.RISE if found.is_rise else Direction.FALL,
        nature=series.nature,
        usual=series.told(*found.usual),
        observed=series.told(found.begin, found.end),
        chance=found.first.chance,
    )


def _moment(series: _Series, cut: Cut, before: Span) -> Interval:
    """From the end of the last datapoint that was wholly as before to the end of the first that was
    not. The datapoint in which it happened may show a part of it."""
    samples, earliest = series.samples, cut.earliest
    if earliest - 1 > before[0] and series.is_unlike(earliest - 1, before):
        earliest -= 1
    return Interval(samples.end(earliest - 1), samples.end(cut.latest))


def _of_age(samples: Samples) -> Shift | None:
    """An age that ends with a rise of a second a second stands still since now minus the age."""
    unit = age_unit(samples)
    if unit is None:
        return None
    age = samples.values[-1] / unit
    begin = len(samples) - 1 - standstill(samples, unit)
    before = samples.values[:begin] or samples.values[begin : begin + 1]
    newest = samples.times[-1]
    return Shift(
        onset=Interval(newest - age, newest + samples.period - age),
        ended=None,
        direction=Direction.RISE,
        nature=Nature.AGE,
        usual=median(before),
        observed=samples.values[-1],
        chance=0.0,
    )
