"""Reads the metrics that an alarm is set on, at its own statistic and period, and evaluates it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from casebook.analysis.alarm_composite import evaluate_composite
from casebook.analysis.alarm_datapoints import Datapoint, Samples
from casebook.analysis.alarm_evaluation import evaluate
from casebook.analysis.alarm_history import EXTRA_PERIODS, AlarmState
from casebook.domain.alarm import Alarm
from casebook.domain.window import Window
from casebook.ports.metrics import MetricSource
from casebook.tools.alarm_words import condition
from casebook.tools.metric_reading import statistic_of
from casebook.tools.metric_stretches import read_stretches
from casebook.tools.results.alarms import AlarmDatapoint, AlarmReading, PeriodValues

# With so much the same hours of yesterday are in it, three to each side.
_DAY_AND_MORE = timedelta(hours=27)
_WEEK, _EIGHT_DAYS, _AROUND = timedelta(days=7), timedelta(days=8), timedelta(hours=3)
# CloudWatch keeps datapoints of less than a minute for three hours.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
_MINUTE, _COARSE, _FINE_KEPT = 60, 300, timedelta(hours=3)


class AlarmSeries:
    """Over one window, at one moment. Composite alarms are evaluated by what was read before."""

    def __init__(self, metrics: MetricSource, window: Window, at: datetime) -> None:
        self._metrics, self._window, self._at = metrics, window, at
        self._states: dict[str, AlarmState] = {}

    def window_of(self, alarm: Alarm) -> Window:
        """What is read of the alarm up to the moment."""
        begin = min(self._window.start, self._at)
        if alarm.period_seconds < _MINUTE:
            start = self._at - _FINE_KEPT
        elif alarm.period_seconds < _COARSE:
            start = begin - _DAY_AND_MORE
        else:
            periods = alarm.evaluation_periods + 2 * EXTRA_PERIODS
            start = begin - max(_EIGHT_DAYS, timedelta(seconds=periods * alarm.period_seconds))
        return Window(start=start, end=self._at)

    def reading(self, alarm: Alarm, defined_by: Any, resources: tuple[str, ...]) -> AlarmReading:
        alarm, notes = _with_statistics(alarm)
        window, week = self.window_of(alarm), self._last_week(alarm)
        read, *before = self._read(alarm, [window, *([week] if week else [])])
        now = evaluate(alarm, read, self._at, window.start)
        self._states[alarm.name] = now
        earlier = _evaluated(alarm, before[0], week) if week and before else None
        reading = self._told(alarm, defined_by, now)
        return reading.model_copy(
            update={
                "resources": resources,
                "episodes": (*(earlier.episodes if earlier else ()), *now.episodes),
                "anchor": _values(alarm, _since_data(now.datapoints, read)),
                "last_week": _values(alarm, earlier.datapoints) if earlier else None,
                "notes": (*notes, *reading.notes),
            }
        )

    def composite(
        self, alarm: Alarm, defined_by: Any, children: Mapping[str, AlarmReading | Alarm | None]
    ) -> AlarmReading:
        """By its children; of one that may not be read, by the state that CloudWatch says."""
        states = {name: self._state(child) for name, child in children.items()}
        now = evaluate_composite(alarm, states, self._at)
        self._states[alarm.name] = now
        read = tuple(child for child in children.values() if isinstance(child, AlarmReading))
        resources = dict.fromkeys(name for child in read for name in child.resources)
        reading = self._told(alarm, defined_by, now)
        return reading.model_copy(
            update={"children": read, "resources": tuple(resources), "episodes": now.episodes}
        )

    def _state(self, child: AlarmReading | Alarm | None) -> AlarmState:
        match child:
            case AlarmReading():
                return self._states[child.alarm.name]
            case Alarm(state="OK" | "ALARM" | "INSUFFICIENT_DATA" as said):
                return AlarmState(said)
        return AlarmState()

    def _told(self, alarm: Alarm, defined_by: Any, now: AlarmState) -> AlarmReading:
        return AlarmReading(
            alarm=alarm,
            form=alarm.form,
            condition=condition(alarm),
            defined_by=defined_by,
            state=now.state,
            breaching=now.breaching,
            evaluated_at=self._at,
            decided_by=tuple(map(_datapoint, now.decided_by)),
            since=now.since,
            is_older=now.is_older,
            notes=now.gaps,
        )

    def _last_week(self, alarm: Alarm) -> Window | None:
        """The same hours a week ago, where the window of the alarm does not reach back to them."""
        if not _MINUTE <= alarm.period_seconds < _COARSE:
            return None
        begin = min(self._window.start, self._at) - _WEEK - _AROUND
        return Window(start=begin, end=self._at - _WEEK + _AROUND)

    def _read(self, alarm: Alarm, stretches: Sequence[Window]) -> list[dict[str, Samples]]:
        """By the id of its source, for each stretch."""
        pairs = [(source.metric, source.statistic) for source in alarm.sources if source.metric]
        read = read_stretches(self._metrics, pairs, stretches, alarm.period_seconds)
        return [
            {
                source.id: list(zip(series.times, series.values, strict=True))
                for source, series in zip(alarm.sources, found, strict=True)
            }
            for found in read
        ]


def _evaluated(alarm: Alarm, series: Mapping[str, Samples], window: Window) -> AlarmState | None:
    """What it would have been over an earlier time; None where nothing is known of that."""
    if not any(series.values()):
        return None
    return replace(evaluate(alarm, series, window.end, window.start), gaps=())


def _since_data(
    datapoints: Sequence[Datapoint], read: Mapping[str, Samples]
) -> Sequence[Datapoint]:
    """The datapoints from the first that was measured on: what metric math fills in before that is
    no history."""
    first = min((samples[0][0] for samples in read.values() if samples), default=None)
    if first is None:
        return datapoints
    since = first.timestamp()
    return [point for point in datapoints if point.begin >= since]


def _with_statistics(alarm: Alarm) -> tuple[Alarm, tuple[str, ...]]:
    """The alarm with the statistic that says most where it was told of none: a message may leave it
    out, and then it is a guess."""
    if all(source.statistic for source in alarm.sources):
        return alarm, ()
    guessed = {
        source.id: statistic_of(source.metric)
        for source in alarm.sources
        if source.metric and not source.statistic
    }
    note = f"No statistic is known of it: {', '.join(dict.fromkeys(guessed.values()))} was read."
    if not alarm.queries:
        return alarm.model_copy(update={"statistic": guessed["m1"]}), (note,)
    queries = tuple(
        query.model_copy(update={"statistic": guessed.get(query.id, query.statistic)})
        for query in alarm.queries
    )
    return alarm.model_copy(update={"queries": queries}), (note,)


def _datapoint(point: Datapoint) -> AlarmDatapoint:
    lower, upper = point.band or (None, None)
    return AlarmDatapoint(
        at=point.at,
        value=point.value,
        breaches=point.breaches,
        lower=lower,
        upper=upper,
        is_partial=point.is_partial,
    )


def _values(alarm: Alarm, points: Sequence[Datapoint]) -> PeriodValues | None:
    """The values from the first that there is."""
    first = next((place for place, point in enumerate(points) if point.value is not None), None)
    if first is None:
        return None
    return PeriodValues(
        start=points[first].at,
        period_seconds=alarm.period_seconds,
        values=tuple(point.value for point in points[first:]),
    )
