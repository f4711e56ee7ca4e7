"""Divides a series into segments of one level each.

Every cut is tested in intervals of many lengths, laid out beforehand: seeded binary segmentation
(Kovács, Bühlmann, Li & Munk, Biometrika 2023). The narrowest interval with a significant cut wins,
so that two changes do not hide each other (narrowest over threshold; Baranowski, Chen & Fryzlewicz,
JRSS B 2019). Each change is then placed anew, where its likelihood is greatest between its
neighbours. Takes time about linear in the length.
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple, Protocol

from casebook.analysis.noise import noise_of, without_spikes

# The chance that a series without a change is cut at all.
FALSE_ALARM = 0.01
# Cuts in one series depend on each other: a datapoint is worth so many independent looks.
_LOOKS = 4.0
# Of a long interval so many cuts are tried, and then those around the best.
_CUTS = 48
_SHORTEST, _GROWTH = 4, 1.5
# Places at which the likelihood is a seventh of the best or more (Wilks: about 95 %).
_CONFIDENCE = 2.0
# A running median moves an edge by so many places at most.
_SMOOTHED = 2


class Scale(Protocol):
    """How unlikely it is that two neighbouring stretches have one level."""

    def ratios(self, begin: int, cuts: Iterable[int], end: int) -> list[float]:
        """For each cut, the log-likelihood ratio of two levels, before and from it on, against one
        from `begin` to `end`."""
        ...

    def most(self, begin: int, end: int) -> float:
        """What no cut between the two exceeds: told at once, where little can be told at all."""
        ...

    def sharp_ratios(self, begin: int, cuts: Iterable[int], end: int) -> list[float]:
        """The same where every value counts: it tells neighbouring places apart."""
        ...


class Cut(NamedTuple):
    """A change of level: the first place of the new one, the first and last place that may be it,
    and the probability that chance makes as much anywhere in such a series."""

    place: int
    earliest: int
    latest: int
    chance: float


class Levels:
    """Normal noise with a memory: latencies (logged), gauges, dense counts (their roots). Whether
    there is a change is judged without spikes, and where it is with every value."""

    def __init__(self, values: Sequence[float], least: float = 0.0) -> None:
        smooth = without_spikes(values)
        self._smooth = [0.0, *accumulate(smooth)]
        self._raw = [0.0, *accumulate(values)]
        self._alike = _runs(smooth)
        self.noise = noise_of(values, least)

    def ratios(self, begin: int, cuts: Iterable[int], end: int) -> list[float]:
        return self._ratios(self._smooth, begin, cuts, end)

    def sharp_ratios(self, begin: int, cuts: Iterable[int], end: int) -> list[float]:
        return self._ratios(self._raw, begin, cuts, end)

    def _ratios(
        self, sums: Sequence[float], begin: int, cuts: Iterable[int], end: int
    ) -> list[float]:
        deviation, inflation = self.noise
        low, high = sums[begin], sums[end]
        found = []
        for cut in cuts:
            middle, first, second = sums[cut], cut - begin, end - cut
            difference = (middle - low) / first - (high - middle) / second
            variance = (inflation / first if inflation < first else 1.0) + (
                inflation / second if inflation < second else 1.0
            )
            found.append((difference / deviation) ** 2 / (2 * variance))
        return found

    def most(self, begin: int, end: int) -> float:
        return 0.0 if self._alike[begin] >= end else math.inf


class Counts:
    """Poisson noise: counts that are often nothing, where ties would decide a test of ranks."""

    def __init__(self, values: Sequence[float]) -> None:
        self._sums = [0.0, *accumulate(values)]

    def ratios(self, begin: int, cuts: Iterable[int], end: int) -> list[float]:
        sums, log = self._sums, math.log
        low, high = sums[begin], sums[end]
        found = []
        for cut in cuts:
            middle = sums[cut]
            first, second = middle - low, high - middle
            per_place = (first + second) / (end - begin)
            ratio = 0.0
            if first > 0:
                ratio += first * log(first / ((cut - begin) * per_place))
            if second > 0:
                ratio += second * log(second / ((end - cut) * per_place))
            found.append(ratio)
        return found

    def most(self, begin: int, end: int) -> float:
        # As if all of them came in one place.
        return (self._sums[end] - self._sums[begin]) * math.log(end - begin)

    sharp_ratios = ratios


def cuts_of(scale: Scale, length: int) -> list[Cut]:
    """The significant changes of level in a series of so many datapoints, in order."""
    threshold = _threshold(length)
    candidates = []
    for begin, end in _intervals(length):
        if scale.most(begin, end) < threshold:
            continue
        place, ratio = _best(scale, begin, end)
        if ratio >= threshold:
            candidates.append((end - begin, -ratio, place, begin, end))
    places: list[int] = []
    for _, _, place, begin, end in sorted(candidates):
        if not any(begin < taken < end for taken in places):
            places.append(place)
    return _placed(scale, sorted(places), length, threshold)


def chance_of(ratio: float, length: int) -> float:
    """The probability that a series of so many datapoints without a change reaches this ratio
    anywhere: that of one look (Wilks) times the looks (Bonferroni)."""
    return min(1.0, math.erfc(math.sqrt(max(ratio, 0.0))) * _LOOKS * length)


@lru_cache(maxsize=64)
def _threshold(length: int) -> float:
    low, high = 0.0, 100.0
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (middle, high) if chance_of(middle, length) > FALSE_ALARM else (low, middle)
    return high


@lru_cache(maxsize=8)
def _intervals(length: int) -> tuple[tuple[int, int], ...]:
    """The whole series, and layers of intervals that overlap by half, each two thirds as long."""
    intervals: dict[tuple[int, int], None] = {(0, length): None} if length > 1 else {}
    width = length / _GROWTH
    while width >= _SHORTEST:
        count = max(2, math.ceil(2 * length / width))
        for number in range(count):
            begin = round(number * (length - width) / (count - 1))
            intervals[begin, min(length, round(begin + width))] = None
        width /= _GROWTH
    return tuple(intervals)


def _best(scale: Scale, begin: int, end: int) -> tuple[int, float]:
    """The cut with the greatest likelihood ratio."""
    stride = max(1, (end - begin) // _CUTS)
    best, ratio = _best_of(scale, begin, range(begin + 1, end, stride), end)
    if stride > 1:
        near = range(max(begin + 1, best - stride), min(end, best + stride + 1))
        best, ratio = _best_of(scale, begin, near, end)
    return best, ratio


def _best_of(scale: Scale, begin: int, cuts: range, end: int) -> tuple[int, float]:
    """The first of the likeliest of some cuts."""
    ratios = scale.ratios(begin, cuts, end)
    highest = max(ratios)
    return cuts[ratios.index(highest)], highest


def _placed(scale: Scale, places: list[int], length: int, threshold: float) -> list[Cut]:
    """The cuts where they are likeliest between their neighbours; the least of those that are no
    longer significant there is dropped, until all are."""
    while places:
        bounds = [0, *places, length]
        placed: list[tuple[int, float]] = []
        for number in range(1, len(bounds) - 1):
            begin = placed[-1][0] if placed else 0
            end = bounds[number + 1]
            placed.append(_best_of(scale, begin, range(begin + 1, end), end))
        weakest = min(range(len(placed)), key=lambda number: placed[number][1])
        if placed[weakest][1] >= threshold:
            break
        places = [place for number, (place, _) in enumerate(placed) if number != weakest]
    else:
        return []
    return _sharpened(scale, [place for place, _ in placed], length)


def _sharpened(scale: Scale, places: Sequence[int], length: int) -> list[Cut]:
    """Each cut where every value counts, behind the one before it: on a ramp neighbours would meet
    in one place."""
    cuts: list[Cut] = []
    for number, place in enumerate(places):
        begin = cuts[-1].place if cuts else 0
        end = places[number + 1] if number + 1 < len(places) else length
        cuts.append(_cut(scale, begin, place, end, length))
    return cuts


def _cut(scale: Scale, begin: int, place: int, end: int, length: int) -> Cut:
    near = range(max(begin + 1, place - _SMOOTHED), min(end, place + _SMOOTHED + 1))
    first = begin + 1
    sharp = scale.sharp_ratios(begin, range(first, end), end)
    found = max(near, key=lambda cut: sharp[cut - first])
    least = sharp[found - first] - _CONFIDENCE
    earliest = latest = found
    while earliest > first and sharp[earliest - 1 - first] > least:
        earliest -= 1
    while latest + 1 < end and sharp[latest + 1 - first] > least:
        latest += 1
    (ratio,) = scale.ratios(begin, (place,), end)
    return Cut(found, earliest, latest, chance_of(ratio, length))


def _runs(values: Sequence[float]) -> list[int]:
    """For each place, where the run of equal values that it lies in ends."""
    ends = [len(values)] * len(values)
    for place in range(len(values) - 2, -1, -1):
        ends[place] = ends[place + 1] if values[place] == values[place + 1] else place + 1
    return ends
