"""The anchor: what the alarm's own series did, from which the window of the incident follows."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from casebook.analysis.natures import Nature
from casebook.analysis.samples import Interval, Samples
from casebook.analysis.shifts import Direction, Shift, excursions
from casebook.domain.alarm import Alarm
from casebook.domain.anchor import Anchor
from casebook.domain.window import Window
from casebook.knowledge.metrics import Shape, describe_metric
from casebook.tools.results.alarms import AlarmReading, PeriodValues

LONGEST_INCIDENT = timedelta(hours=12)
"""An incident that is older is looked at from here on."""
# Before the onset there must be so many datapoints to call anything usual.
_FEWEST_BEFORE = 6


def anchor_of(reading: AlarmReading, evidence: Iterable[str]) -> Anchor:
    """What the reading says of now and of the onset. Of a composite alarm, the child decides that
    breaches and began to first."""
    leaf = deciding(reading)
    shift = shift_of(leaf)
    begin = leaf.anchor.start if leaf.anchor else None
    onset = window_of(shift.onset) if shift else None
    since = leaf.since or reading.since
    if leaf.is_older or (since and begin and since.start <= begin + _settled_after(leaf.alarm)):
        since = None  # it was so for as long as there are data
    return Anchor(
        resource=leaf.resources[0] if leaf.resources else None,
        definition=reading.condition,
        breaches=reading.breaching,
        since=since,
        onset=onset,
        direction=shift.direction.value if shift else None,
        usual=shift.usual if shift else None,
        observed=shift.observed if shift else None,
        baseline=Window(start=begin, end=onset.start) if onset and begin else None,
        occasions=tuple(occasions_of(reading, leaf)),
        evidence=tuple(evidence),
    )


def occasions_of(reading: AlarmReading, leaf: AlarmReading) -> list[datetime]:
    """When the alarm's condition was met before it fired, oldest first."""
    met = {episode.start for episode in leaf.episodes}
    met |= {change.at for change in reading.history if change.after == "ALARM"}
    fired_in = leaf.alarm.incident_window().start
    return sorted(moment for moment in met if moment < fired_in)


def incident_window(anchor: Anchor, alarm: Alarm) -> Window:
    """What the alarm looked at, from the onset on where that lies before it."""
    looked_at = alarm.incident_window()
    began = [moment.start for moment in (anchor.onset, anchor.since) if moment]
    start = min([looked_at.start, *began[:1]])
    return Window(start=max(start, looked_at.end - LONGEST_INCIDENT), end=looked_at.end)


def _settled_after(alarm: Alarm) -> timedelta:
    """After so long a breach may have begun where the data begin."""
    return timedelta(seconds=alarm.period_seconds * (alarm.evaluation_periods + 1))


def has_series(reading: AlarmReading) -> bool:
    """True if the values are known that the alarm was decided by."""
    return deciding(reading).anchor is not None


def deciding(reading: AlarmReading) -> AlarmReading:
    """The alarm itself; of a composite one, the child with a series that breached first."""
    if reading.anchor or not reading.children:
        return reading
    leaves = [leaf for leaf in map(deciding, reading.children) if leaf.anchor]
    began = [(leaf.since.start, place) for place, leaf in enumerate(leaves)
             if leaf.breaching and leaf.since]  # fmt: skip
    if began:
        return leaves[min(began)[1]]
    return leaves[0] if leaves else reading


def shift_of(leaf: AlarmReading) -> Shift | None:
    """The departure of the series that the alarm fired in, towards what it watches; None if the
    series was then at no other level than before."""
    if leaf.anchor is None:
        return None
    fired_in = leaf.alarm.incident_window()
    samples = samples_of(leaf.anchor)
    direction = _direction(leaf.alarm)
    fits = [
        shift
        for shift in excursions(samples, nature_of_alarm(leaf.alarm))
        if direction in (None, shift.direction)
        and shift.onset.not_before <= fired_in.end.timestamp()
        and (shift.ended is None or shift.ended.not_after >= fired_in.start.timestamp())
        and len(samples.before(shift.onset.not_before)) >= _FEWEST_BEFORE
    ]
    return fits[-1] if fits else None


def samples_of(values: PeriodValues) -> Samples:
    return Samples.timed(values.points(), values.period_seconds)


def window_of(interval: Interval) -> Window:
    """The interval as a window; its two ends may come in any order where datapoints overlap."""
    first, last = sorted(interval)
    return Window(start=datetime.fromtimestamp(first, UTC), end=datetime.fromtimestamp(last, UTC))


def nature_of_alarm(alarm: Alarm) -> Nature | None:
    """An age says by itself since when it stands still; of others, the values tell."""
    watched = alarm.metrics
    shapes = {describe_metric(metric.namespace, metric.name).shape for metric in watched}
    return Nature.AGE if shapes == {Shape.AGE} and not alarm.threshold_metric else None


def _direction(alarm: Alarm) -> Direction | None:
    """Which way is the alarm's; None for a band with two sides."""
    if alarm.threshold is None:
        return None
    return Direction.FALL if alarm.watches_a_floor else Direction.RISE
