"""An alarm evaluated as CloudWatch evaluates it, at one moment and over the hours before.

Each datapoint is the alarm's own statistic over its own period. At every period the last ones that
there are decide: more are retrieved than are evaluated, so that a missing one can be left out, and
only when too few are left they are filled in as the alarm wants it
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html, whose
tables are this module's tests). How many more is not published; its one example has two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, get_args

from casebook.analysis.alarm_band import bounds, watched_by
from casebook.analysis.alarm_datapoints import Datapoint, Samples, decided_partial, folded
from casebook.analysis.metric_math import MetricMath, Named
from casebook.analysis.metric_syntax import CannotBeComputed
from casebook.analysis.metric_values import Grid, Series
from casebook.domain.alarm import Alarm, AlarmForm
from casebook.domain.window import Window

State = Literal["OK", "ALARM", "INSUFFICIENT_DATA"]

EXTRA_PERIODS = 2


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


def evaluate(
    alarm: Alarm,
    series: Mapping[str, Samples],
    at: datetime,
    start: datetime | None = None,
) -> AlarmState:
    """The state of a metric, math or anomaly alarm at a moment, by its metrics.

    `series` has the samples of each of `alarm.sources` by its id; `start` is when reading began; if
    it is not given, nothing was there before the first sample. `alarm_composite` evaluates
    composite alarms.
    """
    grid = _grid(alarm, series, at, start)
    if grid is None:
        return _without_data(alarm)
    try:
        points = _datapoints(alarm, series, grid, at)
    except CannotBeComputed as error:
        return AlarmState(gaps=(f"{alarm.name} cannot be evaluated here: {error}.",))
    if all(point.breaches is None for point in points if point.value is not None) and any(
        point.value is not None for point in points
    ):
        return AlarmState(
            datapoints=tuple(points),
            gaps=(f"{alarm.name} says no threshold or comparison that its metric can be held"
                  " against.",),
        )  # fmt: skip
    return _History(alarm, points).told()


@dataclass
class _History:
    """Goes through the periods in order and remembers the state, which may have to be kept."""

    alarm: Alarm
    points: Sequence[Datapoint]
    states: list[State | None] = field(default_factory=list)

    def told(self) -> AlarmState:
        state: State | None = None
        for place in range(len(self.points)):
            decided = self._decided(place)
            state = state if decided is None else decided
            self.states.append(state)
        if state is None:
            return _as_it_was(self.alarm, self.points)
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

    def _decided(self, place: int) -> State | None:
        """What the range that ends there decides. What lies before the first was not read: it is
        not missing."""
        length = self.alarm.evaluation_periods + EXTRA_PERIODS
        points = self.points[max(0, place + 1 - length) : place + 1]
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


def _grid(
    alarm: Alarm, series: Mapping[str, Samples], at: datetime, start: datetime | None
) -> Grid | None:
    period = alarm.period_seconds
    known = [time for samples in series.values() for time, _ in samples if time <= at]
    if start is None and not known:
        return None
    first = int((start or min(known)).timestamp()) // period * period
    if start is None:
        first -= period * (alarm.evaluation_periods + EXTRA_PERIODS)
    end = int(at.timestamp()) // period * period + period
    return Grid(first, max(end, first + period), period)


def _datapoints(
    alarm: Alarm, series: Mapping[str, Samples], grid: Grid, at: datetime
) -> list[Datapoint]:
    """Every period of the grid. The running one is there if its datapoint decides already."""
    read = {
        source.id: folded(series.get(source.id, ()), source.statistic, grid)
        for source in alarm.sources
    }
    queries = [Named(query.id, query.expression, query.label) for query in alarm.queries]
    computed = MetricMath(read, queries or [Named(name) for name in read], grid)
    if alarm.form is AlarmForm.ANOMALY:
        points = _against_band(alarm, computed, grid)
    else:
        values = computed.series(anchor_of(alarm))
        points = [
            Datapoint.at_period(time, grid.period, value := values.get(time),
                                None if value is None else alarm.breaches(value))
            for time in grid.times
        ]  # fmt: skip
    running = points[-1]
    if running.end <= at:
        return points
    if not decided_partial(alarm, running):
        return points[:-1] or points
    return [*points[:-1], running.partial()]


def _against_band(alarm: Alarm, computed: MetricMath, grid: Grid) -> list[Datapoint]:
    band = next(query for query in alarm.queries if query.id == alarm.threshold_metric)
    name, width = watched_by(band.expression)
    values: Series = computed.series(name)
    band_at = bounds(values, width)
    if values and not band_at:
        raise CannotBeComputed("there is too little history to know its band")
    return [
        Datapoint.at_period(
            time,
            grid.period,
            values.get(time),
            alarm.leaves(values[time], *band_at[time]) if time in band_at else None,
            band_at.get(time),
        )
        for time in grid.times
    ]


def anchor_of(alarm: Alarm) -> str:
    """The id of the series that is held against the threshold.

    Raises:
        CannotBeComputed: the alarm has none.
    """
    returned = [query.id for query in alarm.queries if query.returns_data and not query.is_band]
    if returned:
        return returned[-1]
    if not alarm.sources:
        raise CannotBeComputed("its message and definition name no metric")
    return alarm.sources[0].id


def _without_data(alarm: Alarm) -> AlarmState:
    """With no datapoint at all."""
    if not alarm.sources:
        return AlarmState(gaps=(f"{alarm.name} names no metric that could be read.",))
    no_points = ("Its metric has no datapoints.",)
    match alarm.missing_data:
        case "breaching":
            return AlarmState("ALARM", gaps=no_points)
        case "notBreaching":
            return AlarmState("OK", gaps=no_points)
        case "missing":
            return AlarmState("INSUFFICIENT_DATA", gaps=no_points)
    return replace(_as_it_was(alarm), gaps=no_points)


def _as_it_was(alarm: Alarm, points: Sequence[Datapoint] = ()) -> AlarmState:
    """What was read decides nothing: the alarm keeps the state that it was last said to have."""
    kept = next((state for state in get_args(State) if state == alarm.state), None)
    gaps = ("Its datapoints decide nothing: it keeps its state.",)
    return AlarmState(kept, tuple(points), datapoints=tuple(points), gaps=gaps)
