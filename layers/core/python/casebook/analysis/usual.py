"""Whether a level is what a metric always was, what it is at this time of day, or news.

All times are Unix seconds; all levels are in the unit of the series (of a counter: its increase
per period).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from statistics import fmean, median

from casebook.analysis.natures import Nature, increases, nature_of, scaled
from casebook.analysis.noise import noise_of, without_spikes
from casebook.analysis.samples import Samples
from casebook.analysis.seasons import DAY, WEEK
from casebook.analysis.shifts import excursions

# With fewer datapoints nothing is usual.
FEWEST = 12
# Around the same time of another day: a load comes half an hour early or late.
_AROUND = 1_800.0
# No peak is quite like another: three quarters of the way is as far.
_AS_FAR = 0.75
# What was reached on so many occasions, held half as long, and that long apart, is no news.
_OCCASIONS, _HELD, _APART_PERIODS = 3, 0.5, 6
# A count that chance makes less than once in a thousand periods is no chance: its normal quantile.
_CHANCE = 3.1


class Usual(StrEnum):
    """Why a level is usual."""

    ALWAYS = "always"  # inside what it was before, incidents that ended left out
    SAME_HOUR_YESTERDAY = "same-hour-yesterday"
    SAME_HOUR_LAST_WEEK = "same-hour-last-week"
    RECURRENT = "recurrent"  # reached, and held, on at least three occasions before


@dataclass(frozen=True, slots=True)
class Baseline:
    """A series before a moment.

    `count` datapoints between `begin` and `end`. `samples` are all of them; `ordinary` are those
    outside of departures that came and went, and `mean`, `median`, `spread` (median absolute
    deviation) and quantiles are theirs. `by_hour` has the median of all by hour of day (UTC) where
    the baseline covers a day or more; else it is empty.
    """

    samples: Samples
    ordinary: Samples
    nature: Nature
    begin: float
    end: float
    mean: float
    median: float
    spread: float
    by_hour: Mapping[int, float]

    @property
    def count(self) -> int:
        return len(self.samples)

    def quantile(self, share: float) -> float:
        """The value that a share (0 to 1) of the ordinary datapoints does not exceed."""
        ordered = sorted(self.ordinary.values)
        return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


def baseline_of(samples: Samples, before: float, nature: Nature | None = None) -> Baseline | None:
    """The baseline of the datapoints whose period ends by `before`: the earliest begin of the onset
    (`Shift.onset.not_before`). None with fewer than twelve: then nothing is usual."""
    nature = nature or nature_of(samples)
    known = (increases(samples) if nature is Nature.COUNTER else samples).before(before)
    if len(known) < FEWEST:
        return None
    ordinary = _ordinary(known, nature)
    middle = median(ordinary.values)
    begin, end = known.times[0], known.end(len(known) - 1)
    return Baseline(
        samples=known,
        ordinary=ordinary,
        nature=nature,
        begin=begin,
        end=end,
        mean=fmean(ordinary.values),
        median=middle,
        spread=median(abs(value - middle) for value in ordinary.values),
        by_hour=_by_hour(known) if end - begin >= DAY else {},
    )


def is_usual(level: float | Samples, baseline: Baseline | None, at: float) -> Usual | None:
    """Why the level at a moment is usual; None if it is not, or if there is no baseline.

    `level` is a value, or the datapoints of the state in question, whose level must have been held
    for as long before. A counter's datapoints are read by their increase; a single value of a
    counter is never usual, nor is an age that nothing has reached.
    """
    if baseline is None:
        return None
    if isinstance(level, Samples):
        state = increases(level) if baseline.nature is Nature.COUNTER else level
    elif baseline.nature is Nature.COUNTER:
        return None
    else:
        state = Samples.of((at,), (level,), baseline.samples.period)
    if not state.values:
        return None
    counts = baseline.nature in (Nature.COUNT, Nature.COUNTER)
    value = fmean(state.values) if counts else median(state.values)
    if _is_ordinary(state.values, baseline):
        return Usual.ALWAYS
    for ago, reason in ((DAY, Usual.SAME_HOUR_YESTERDAY), (WEEK, Usual.SAME_HOUR_LAST_WEEK)):
        begin, end = state.times[0] - ago, state.times[-1] - ago
        if _held_between(value, len(state), baseline, begin, end):
            return reason
    return Usual.RECURRENT if _occasions(value, len(state), baseline) >= _OCCASIONS else None


def _ordinary(samples: Samples, nature: Nature) -> Samples:
    """The datapoints outside of departures that ended; all of them if hardly any are left."""
    read = Nature.COUNT if nature is Nature.COUNTER else nature
    spans = [
        (shift.onset.not_before, shift.ended.not_after)
        for shift in excursions(samples, read)
        if shift.ended
    ]
    places = [
        place
        for place, at in enumerate(samples.times)
        if not any(begin <= at < end for begin, end in spans)
    ]
    return samples.at(places) if len(places) >= FEWEST else samples


def _by_hour(samples: Samples) -> dict[int, float]:
    values: dict[int, list[float]] = {}
    for at, value in zip(samples.times, samples.values, strict=True):
        values.setdefault(int(at % DAY // 3_600), []).append(value)
    return {hour: median(found) for hour, found in sorted(values.items())}


def _is_ordinary(state: Sequence[float], baseline: Baseline) -> bool:
    """Whether the mean over as many datapoints was reached before, give or take what noise (of
    counts: chance) makes of so many."""
    values, nature = baseline.ordinary.values, baseline.nature
    width = max(1, min(len(state), len(values) // 4))
    if nature in (Nature.COUNT, Nature.COUNTER):
        value, means = fmean(state), _means(values, width)
        slack = _CHANCE * math.sqrt(max(baseline.mean, 1 / len(values)) / width)
        low, high = min(*means, baseline.mean - slack), max(*means, baseline.mean + slack)
        return low <= value <= high
    both = scaled((*values, *state), nature)
    before, now = both[: len(values)], both[len(values) :]
    means, noise = _means(without_spikes(before) if width > 1 else before, width), noise_of(before)
    slack = noise.deviation * math.sqrt(min(1.0, noise.inflation / width))
    return min(means) - slack <= fmean(without_spikes(now)) <= max(means) + slack


def _means(values: Sequence[float], width: int) -> list[float]:
    sums = [0.0, *accumulate(values)]
    return [(sums[at + width] - sums[at]) / width for at in range(len(values) - width + 1)]


def _reaches(value: float, other: float, usual: float) -> bool:
    """Whether another value lies about as far from the usual, the same way."""
    distance = value - usual
    return (other - usual) * (1 if distance > 0 else -1) >= _AS_FAR * abs(distance)


def _held_between(value: float, held: int, baseline: Baseline, begin: float, end: float) -> bool:
    """Whether the value was reached around a time, in half as many datapoints as it is held now."""
    reached = sum(
        begin - _AROUND <= at <= end + _AROUND and _reaches(value, other, baseline.median)
        for at, other in zip(baseline.samples.times, baseline.samples.values, strict=True)
    )
    return reached >= max(1.0, _HELD * held)


def _occasions(value: float, held: int, baseline: Baseline) -> int:
    """How often the value was reached before, and held for half as long."""
    samples, found, run = baseline.samples, 0, 0
    last: float | None = None
    needed = max(1.0, _HELD * held)
    for at, other in zip(samples.times, samples.values, strict=True):
        if not _reaches(value, other, baseline.median):
            continue
        if last is None or at - last > _APART_PERIODS * samples.period:
            run = 0
        run, last = run + 1, at
        found += needed <= run < needed + 1
    return found
