"""How the alarm's series stands now against what it was: the proofs that there is no incident."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

from casebook.analysis.alarm_datapoints import adds
from casebook.analysis.recurrence import recurring_since
from casebook.analysis.samples import Samples
from casebook.analysis.shifts import Shift
from casebook.analysis.usual import Usual, baseline_of, is_usual
from casebook.knowledge.metrics import Shape, describe_metric
from casebook.reasoning.anchor import deciding, nature_of_alarm, shift_of
from casebook.tools.results.alarms import AlarmDatapoint, AlarmReading

# So many datapoints before the incident make a baseline.
FEWEST = 20
# So many had to be missed for a silence to be no chance: e^-3 is one in twenty.
_EXPECTED = 3.0
# Of a departure that is over so much is left at most.
_LEFT = 0.25
# The extremes of a baseline are what chance has made so far; a little beyond is no other level.
_SLACK = 0.05
_AGO = {
    Usual.SAME_HOUR_YESTERDAY: timedelta(days=1),
    Usual.SAME_HOUR_LAST_WEEK: timedelta(days=7),
}

Point = tuple[datetime, float]


@dataclass(frozen=True)
class Standing:
    """One reading of the alarm. `recent` is what the alarm fired by and everything since; `before`
    is the baseline, which ends where the departure begins."""

    reading: AlarmReading

    @cached_property
    def leaf(self) -> AlarmReading:
        return deciding(self.reading)

    @cached_property
    def shift(self) -> Shift | None:
        return shift_of(self.leaf)

    @cached_property
    def recent(self) -> list[Point]:
        begin = self._begin
        return [point for point in self._points if point[0] >= begin]

    @cached_property
    def before(self) -> list[Point]:
        begin = self._begin
        return [point for point in self._points if point[0] < begin]

    @property
    def begin(self) -> datetime:
        """Where the series begins."""
        return self.leaf.anchor.start if self.leaf.anchor else self.leaf.evaluated_at

    @property
    def has_baseline(self) -> bool:
        return len(self.before) >= FEWEST

    @property
    def breaches(self) -> bool | None:
        """Whether the newest datapoint breaches and the alarm with it. A datapoint that is not
        whole says so only if it breaches: what is counted can still grow. None if it is not known,
        as where datapoints have ceased: what is missing is not the last value."""
        if self.reading.breaching is None or (self.reading.breaching and self._is_stale):
            return None
        if self._is_counter and self.reading.breaching:
            return any(value > 0 for _, value in self.recent[-2:])
        newest = self.newest
        return bool(self.reading.breaching and (newest is None or newest.breaches is not False))

    @property
    def is_away(self) -> bool:
        """True if the series left its baseline and is not back, though the alarm may not breach at
        this very moment."""
        shift = self.shift
        return bool(shift and not shift.ended and not self._is_stale and not self._has_settled)

    @property
    def _is_stale(self) -> bool:
        """True if whole periods have gone by without a datapoint, and the alarm does not call that
        a breach."""
        newest, values = self.newest, self.leaf.anchor
        if newest is None or values is None or self.leaf.alarm.missing_data == "breaching":
            return False
        width = timedelta(seconds=values.period_seconds)
        return self.leaf.evaluated_at - newest.at >= 2 * width

    @property
    def is_gap(self) -> bool:
        """True if what is missing is what breaches: no level before the gap says anything of it."""
        leaf = self.leaf
        is_missing = any(point.value is None for point in leaf.decided_by)
        is_asked = leaf.alarm.missing_data == "breaching" and bool(leaf.breaching)
        return is_asked and is_missing and not any(point.breaches for point in leaf.decided_by)

    @property
    def newest(self) -> AlarmDatapoint | None:
        """The newest datapoint that tells: the last whole one, or one that breaches already."""
        known = [point for point in self.leaf.decided_by if point.value is not None]
        telling = [point for point in known if point.breaches or not point.is_partial]
        return telling[-1] if telling else None

    @property
    def is_back(self) -> bool:
        """True if the series left its baseline and is inside of it again, to stay."""
        return (
            self.has_baseline
            and self.breaches is False
            and self.newest is not None
            and len(self.recent) > len(self._settled)
            and self._has_settled
        )

    @cached_property
    def _has_settled(self) -> bool:
        """True if it is inside its baseline for longer than it ever paused during the departure; of
        a count, for so long that three of them would have come."""
        settled = self._settled
        return len(settled) > self._longest_pause(settled) and (
            not self._is_count or self._missed(settled) >= _EXPECTED
        )

    @property
    def back_since(self) -> datetime:
        """When the newest stretch inside the baseline began."""
        settled = self._settled
        return settled[0][0] if settled else self.leaf.evaluated_at

    @cached_property
    def _settled(self) -> list[Point]:
        """The newest datapoints of the incident that lie inside the baseline."""
        inside: list[Point] = []
        for point in reversed(self.recent):
            if not self.before or not self._is_inside([point[1]]):
                break
            inside.append(point)
        return inside[::-1]

    def _longest_pause(self, settled: Sequence[Point]) -> int:
        """The most datapoints in a row that were inside the baseline after the first outside."""
        longest = pause = 0
        was_out = False
        for _, value in self.recent[: len(self.recent) - len(settled)]:
            inside = self._is_inside([value])
            was_out = was_out or not inside
            pause = pause + 1 if inside and was_out else 0
            longest = max(longest, pause)
        return longest

    def _missed(self, settled: Sequence[Point]) -> float:
        """How many of a count there would have been meanwhile, had it gone on."""
        during = [value for _, value in self.recent[: -len(settled)]] if settled else []
        return sum(during) / len(during) * len(settled) if during else 0.0

    @property
    def _is_count(self) -> bool:
        return adds(self.leaf.alarm.statistic) or self._is_counter

    @cached_property
    def _is_counter(self) -> bool:
        """True for a metric that only grows: it is read by its increase."""
        alarm = self.leaf.alarm
        return describe_metric(alarm.namespace, alarm.metric).shape is Shape.COUNTER

    @property
    def is_ordinary(self) -> bool:
        """True if the series is at no other level than before: the threshold is what is news."""
        return (
            self.has_baseline
            and self.shift is None
            and bool(self.recent)
            and not self.is_gap
            and self._is_inside(value for _, value in self.recent)
            and not self._recurs_since_lately
        )

    @property
    def _recurs_since_lately(self) -> bool:
        """True if the alarm's condition was met again and again, and never before that."""
        known = [at for at, _ in (*self._last_week, *self.before)]
        return recurring_since(self.occasions, known, self._begin) is not None

    @property
    def same_time(self) -> timedelta | None:
        """How long ago, a day or a week, it was as far from the usual at this time; else None."""
        return _AGO.get(self._usual) if self._usual and not self.is_gap else None

    @cached_property
    def _usual(self) -> Usual | None:
        """Why the level since the onset is usual, if it is."""
        values = self.leaf.anchor
        if not self.recent or not self.has_baseline or values is None:
            return None
        earlier = Samples.timed([*self._last_week, *self.before], values.period_seconds)
        baseline = baseline_of(earlier, self._begin.timestamp(), nature_of_alarm(self.leaf.alarm))
        recent = Samples.timed(self.recent, values.period_seconds)
        return is_usual(recent, baseline, self._begin.timestamp())

    @property
    def occasions(self) -> list[datetime]:
        """When the alarm's condition was met before, by the same series."""
        return [episode.start for episode in self.leaf.episodes if episode.end < self._begin]

    @cached_property
    def _points(self) -> list[Point]:
        """The datapoints. Of a count, whole ones: one whose period goes on can still grow."""
        values = self.leaf.anchor
        if values is None:
            return []
        width = timedelta(seconds=values.period_seconds)
        whole = [(at, value) for at, value in values.points()
                 if at + width <= self.leaf.evaluated_at or not self._is_count]  # fmt: skip
        return increased(whole) if self._is_counter else whole

    @property
    def _last_week(self) -> list[Point]:
        return list(self.leaf.last_week.points()) if self.leaf.last_week else []

    @cached_property
    def _begin(self) -> datetime:
        fired_in = self.leaf.alarm.incident_window().start
        if self.shift is None:
            return fired_in
        onset = min(self.shift.onset)
        return min(fired_in, datetime.fromtimestamp(onset, fired_in.tzinfo))

    @cached_property
    def _range(self) -> tuple[float, float]:
        known = [value for _, value in self.before]
        return min(known), max(known)

    def _is_inside(self, values: Iterable[float]) -> bool:
        """True if the values lie within what was seen before, on the side that is watched; after a
        departure, if a quarter of it is left at most: what was seen before may hold an earlier one.
        A counter departs by all that it grew by, and is inside as soon as it grows as it did.
        """
        if (shift := self.shift) and not self._is_counter:
            far = shift.observed - shift.usual
            return all((value - shift.usual) / far <= _LEFT for value in values)
        low, high = self._range
        slack = _SLACK * (high - low)
        floor, band = self.leaf.alarm.watches_a_floor, self.leaf.alarm.threshold is None
        return all(
            (not (floor or band) or value >= low - slack)
            and ((floor and not band) or value <= high + slack)
            for value in values
        )


def increased(points: Sequence[Point]) -> list[Point]:
    """What a counter grew by at each datapoint; after a restart, all that it shows is new."""
    return [
        (later[0], later[1] - earlier[1] if later[1] >= earlier[1] else later[1])
        for earlier, later in pairwise(points)
    ]
