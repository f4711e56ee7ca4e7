"""How an alarm's state goes from period to period: M of N, missing data, and what it remembers.

The tables of
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html are this
module's tests.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from casebook.analysis.alarm_datapoints import Datapoint
from casebook.domain.alarm import Alarm
from casebook.domain.window import Window

State = Literal["OK", "ALARM", "INSUFFICIENT_DATA"]

EXTRA_PERIODS = 2
"""How many more datapoints are retrieved than evaluated: not published; the one example has two."""


@dataclass(frozen=True, slots=True)
class AlarmState:
    """`breaching` is None when it is not known: no data, or an alarm that cannot be evaluated here,
    which `gaps` then say. `since` is when the present breach began, as closely as the datapoints
    tell; with `is_older` it was there already where the data begin. `episodes` are all breaches of
    the time that was read, the present one among them."""

    state: State | None = None
    decided_by: tuple[Datapoint, ...] = ()
    since: Window | None = None
    is_older: bool = False
    episodes: tuple[Window, ...] = ()
    datapoints: tuple[Datapoint, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def breaching(self) -> bool | None:
        return self.state == "ALARM" if self.state in ("OK", "ALARM") else None


@dataclass
class History:
    """Goes through the periods in order and remembers the state, which may have to be kept."""

    alarm: Alarm
    points: Sequence[Datapoint]
    states: list[State | None] = field(default_factory=list)

    def told(self) -> AlarmState:
        state: State | None = None
        for decided in self._decisions():
            state = state if decided is None else decided
            self.states.append(state)
        if state is None:
            return as_it_was(self.alarm, self.points)
        spans = self._spans()
        episodes = tuple(self._window(first, last) for first, last in spans)
        now = spans[-1] if spans and state == "ALARM" else None
        return AlarmState(
            state,
            decided_by=tuple(self.points[-self.alarm.evaluation_periods - EXTRA_PERIODS :]),
            since=self._began(now[0]) if now else None,
            is_older=now is not None and now[0] == 0,
            episodes=episodes,
            datapoints=tuple(self.points),
        )

    def _decisions(self) -> Iterator[State | None]:
        """What the range that ends at each place decides. Ranges that breach alike decide alike,
        and in a day of minutes there are few kinds."""
        length = self.alarm.evaluation_periods + EXTRA_PERIODS
        breaches = tuple(point.breaches for point in self.points)
        decided: dict[tuple[bool | None, ...], State | None] = {}
        for end in range(1, len(breaches) + 1):
            begin = max(0, end - length)
            seen = breaches[begin:end]
            if seen not in decided:
                decided[seen] = self._decided(self.points[begin:end], length)
            yield decided[seen]

    def _decided(self, points: Sequence[Datapoint], length: int) -> State | None:
        """What a range decides. What lies before the first was not read: it is not missing."""
        known = sum(point.breaches is not None for point in points)
        if len(points) < length and known < self.alarm.evaluation_periods:
            return None
        return decide(self.alarm, points)

    def _spans(self) -> list[tuple[int, int]]:
        """The places at which each breach began and ended. It begins with the first of the
        breaching datapoints that made the alarm change, not with the change."""
        spans: list[tuple[int, int]] = []
        before: State | None = None
        for place, state in enumerate(self.states):
            if state == "ALARM" and before != "ALARM":
                spans.append((self._first_of_run(place), place))
            elif state == "ALARM":
                spans[-1] = (spans[-1][0], place)
            before = state
        return spans

    def _first_of_run(self, place: int) -> int:
        first = place
        reach = self.alarm.evaluation_periods + EXTRA_PERIODS
        for earlier in range(place, max(-1, place - reach), -1):
            breaches = self.points[earlier].breaches
            if earlier < place and self.states[earlier] == "ALARM":
                break
            if breaches or (breaches is None and self._filled_as_breach):
                first = earlier
        return first

    @property
    def _filled_as_breach(self) -> bool:
        return self.alarm.missing_data == "breaching"

    def _window(self, first: int, last: int) -> Window:
        breaching = [p for p in range(first, last + 1) if self.points[p].breaches]
        end = breaching[-1] if breaching and not self._filled_as_breach else last
        return Window(start=self.points[first].at, end=self.points[end].end)

    def _began(self, first: int) -> Window:
        """Within the first breaching period; where none was put before it, and that does not mean
        that all was well, since the last that did not breach."""
        start = self.points[first].at
        if self.alarm.missing_data != "notBreaching":
            known = (p.end for p in reversed(self.points[:first]) if p.breaches is False)
            start = next(known, start) if first and self.points[first - 1].value is None else start
        return Window(start=start, end=self.points[first].end)


def decide(alarm: Alarm, points: Sequence[Datapoint]) -> State | None:
    """The state by the datapoints of the evaluation range; None: the alarm keeps the one it has."""
    real = [point for point in points if point.breaches is not None]
    wanted, needed = alarm.evaluation_periods, alarm.needed
    if len(real) >= wanted:
        return "ALARM" if sum(bool(p.breaches) for p in real[-wanted:]) >= needed else "OK"
    breaching = sum(bool(point.breaches) for point in real)
    if breaching >= needed:
        return "ALARM"
    match alarm.missing_data:
        case "breaching":
            return "ALARM" if breaching + wanted - len(real) >= needed else "OK"
        case "notBreaching":
            return "OK"
        case treatment if not real:
            return "INSUFFICIENT_DATA" if treatment == "missing" else None
        case treatment if breaching < len(real):
            return "OK"
        case treatment:
            # Nothing but breaches, and too few: old enough, they are no accident of sparse data.
            oldest = len(points) - next(p for p, each in enumerate(points) if each.breaches)
            return "ALARM" if treatment == "missing" and oldest >= needed else None


def as_it_was(alarm: Alarm, points: Sequence[Datapoint] = ()) -> AlarmState:
    """What was read decides nothing: the alarm keeps the state that it was last said to have."""
    kept = next((state for state in get_args(State) if state == alarm.state), None)
    gaps = ("Its datapoints decide nothing: it keeps its state.",)
    return AlarmState(kept, tuple(points), datapoints=tuple(points), gaps=gaps)
