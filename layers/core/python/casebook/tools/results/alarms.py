"""How an alarm is defined, and how it stands."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from casebook.domain.alarm import Alarm, AlarmForm, AlarmTransition
from casebook.domain.model import Instant, Model
from casebook.domain.window import Window


class PeriodValues(Model):
    """A value for each period from `start` on; None where there was none."""

    start: Instant
    period_seconds: int
    values: tuple[float | None, ...]

    def points(self) -> Iterator[tuple[datetime, float]]:
        for place, value in enumerate(self.values):
            if value is not None:
                yield self.start + timedelta(seconds=place * self.period_seconds), value


class AlarmDatapoint(Model):
    """A datapoint that the alarm was decided by. `lower` and `upper` are those of a band;
    `is_partial`: its period had not ended."""

    at: Instant
    value: float | None
    breaches: bool | None
    lower: float | None = None
    upper: float | None = None
    is_partial: bool = False


class AlarmReading(Model):
    """An alarm as it is defined, evaluated as CloudWatch does, now and over the time before.

    `alarm` has the state that it fired with; `state` is that of now. `breaching` is None where it
    is not known. `since` is an interval: when the present breach began, as closely as datapoints
    tell; with `is_older` it was there already where the data begin. `anchor` are the values that
    are held against the threshold, after metric math; `last_week` those of the same hours a week
    ago, where `anchor` does not reach back so far. `episodes` are all breaches of both.
    """

    alarm: Alarm
    form: AlarmForm
    condition: str
    """`Sum of Errors over 300 s > 5, 3 of 5, missing data: notBreaching`."""
    resources: tuple[str, ...] = ()
    """Of the workload, whose metrics it watches."""
    defined_by: Literal["cloudwatch", "message"]
    state: Literal["OK", "ALARM", "INSUFFICIENT_DATA"] | None = None
    breaching: bool | None = None
    evaluated_at: Instant
    decided_by: tuple[AlarmDatapoint, ...] = ()
    since: Window | None = None
    is_older: bool = False
    episodes: tuple[Window, ...] = ()
    anchor: PeriodValues | None = None
    last_week: PeriodValues | None = None
    history: tuple[AlarmTransition, ...] = ()
    children: tuple["AlarmReading", ...] = ()
    notes: tuple[str, ...] = ()
    """What could not be read or evaluated, in words for people."""

    @property
    def newest(self) -> AlarmDatapoint | None:
        """The newest of the datapoints that decided."""
        known = [point for point in self.decided_by if point.value is not None]
        return known[-1] if known else None
