"""A metric's datapoints as the detector reads them, and intervals of time as wide as these."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from casebook.analysis.metric_kinds import number


class Interval(NamedTuple):
    """When something happened, in Unix seconds: a datapoint tells no more than its period."""

    not_before: float
    not_after: float


@dataclass(frozen=True, slots=True)
class Samples:
    """Datapoints in order of time. `times` are the begins of the periods (Unix seconds), `values`
    the finite values; what was missing is left out, so a gap is a gap and never a value.

    Build it with `of`, which drops what is missing (None, NaN, infinite, not a number), sorts, and
    keeps the newest of two datapoints of one period.
    """

    times: tuple[float, ...]
    values: tuple[float, ...]
    period: float

    @classmethod
    def of(cls, times: Iterable[object], values: Iterable[object], period: float) -> "Samples":
        known: dict[float, float] = {}
        for moment, value in zip(times, values, strict=False):
            at, finite = number(moment), number(value)
            if at is not None and finite is not None:
                known[at] = finite
        ordered = sorted(known)
        length = number(period)
        return cls(
            times=tuple(ordered),
            values=tuple(known[at] for at in ordered),
            period=length if length is not None and length > 0 else 60.0,
        )

    def __len__(self) -> int:
        return len(self.values)

    def end(self, place: int) -> float:
        """When the period of a datapoint ends."""
        return self.times[place] + self.period

    def before(self, moment: float) -> "Samples":
        """The datapoints whose whole period lies before a moment."""
        return self._first(sum(at + self.period <= moment for at in self.times))

    def until(self, moment: float) -> "Samples":
        """The datapoints that began before a moment."""
        return self._first(sum(at < moment for at in self.times))

    def since(self, moment: float) -> "Samples":
        """The datapoints whose period begins at a moment or later."""
        first = sum(at < moment for at in self.times)
        return Samples(self.times[first:], self.values[first:], self.period)

    def at(self, places: Sequence[int]) -> "Samples":
        """Some of the datapoints."""
        return self.with_values(places, [self.values[place] for place in places])

    def with_values(self, places: Sequence[int], values: Sequence[float]) -> "Samples":
        """Other values, at the times of some of the datapoints."""
        return Samples(tuple(self.times[place] for place in places), tuple(values), self.period)

    def _first(self, count: int) -> "Samples":
        return Samples(self.times[:count], self.values[:count], self.period)
