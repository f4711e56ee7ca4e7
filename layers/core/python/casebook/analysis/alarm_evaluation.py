"""An alarm evaluated as CloudWatch evaluates it, at one moment and over the hours before.

Each datapoint is the alarm's own statistic over its own period. At every period the last ones that
there are decide: more are retrieved than are evaluated, so that a missing one can be left out, and
only when too few are left they are filled in as the alarm wants it (`alarm_history`).
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from casebook.analysis.alarm_band import bounds, watched_by
from casebook.analysis.alarm_datapoints import Datapoint, Samples, decided_partial, folded
from casebook.analysis.alarm_history import EXTRA_PERIODS, AlarmState, History, as_it_was
from casebook.analysis.metric_math import MetricMath, Named
from casebook.analysis.metric_syntax import CannotBeComputed
from casebook.analysis.metric_values import Grid, Series
from casebook.domain.alarm import Alarm, AlarmForm


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
    return History(alarm, points).told()


def _grid(
    alarm: Alarm, series: Mapping[str, Samples], at: datetime, start: datetime | None
) -> Grid | None:
    period = alarm.period_seconds
    known = [time for samples in series.values() for time, _ in samples if time <= at]
    if start is None and not known:
        return None
    first = int((start or min(known)).timestamp()) // period * period
    run_up = period * (alarm.evaluation_periods + EXTRA_PERIODS)
    if start is None:
        first -= run_up
    elif known and _empty_decides_once(alarm):
        first = max(first, int(min(known).timestamp()) // period * period - run_up)
    end = int(at.timestamp()) // period * period + period
    return Grid(first, max(end, first + period), period)


def _empty_decides_once(alarm: Alarm) -> bool:
    """Whether periods before the first datapoint all decide the same, so that one range of them
    stands for hours: not where an empty period is a breach that began some time, or where metric
    math may fill it."""
    return alarm.form is AlarmForm.METRIC and alarm.missing_data != "breaching"


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
            Datapoint(time, grid.period, value := values.get(time),
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
        Datapoint(
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
    return replace(as_it_was(alarm), gaps=no_points)
