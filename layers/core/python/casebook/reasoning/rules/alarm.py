"""What the alarm that fired says by now."""

from collections.abc import Iterator

from casebook.citing.claims import Citing, clock
from casebook.domain.alarm import AlarmForm
from casebook.domain.finding import Finding, FindingKind
from casebook.reasoning.anchor import deciding, window_of
from casebook.reasoning.case import Case
from casebook.reasoning.standing import Standing
from casebook.tools.results import AlarmReading

ALARM_BREACHES = "alarm-breaches"
STILL_ALARMING = "still-alarming"
ALARM_CLEARED = "alarm-cleared"


def alarm_now(case: Case) -> Iterator[Finding]:
    """Whether the alarm breaches now, by its own statistic, period, M of N and missing data.

    If it does, what somebody wanted to be told of goes on, whatever else looks better. If the alarm
    cannot be evaluated, or has no data, nothing is said. The onset is where the period of the
    newest datapoint begins: what it counts may have been before whatever came in that period.
    """
    for evidence, reading in case.results(AlarmReading):
        standing = Standing(reading)
        if standing.breaches is None:
            continue
        newest = standing.newest
        citing = Citing(evidence)
        yield case.finding(
            STILL_ALARMING if standing.breaches else ALARM_CLEARED,
            FindingKind.CONTEXT,
            _claim(reading, citing),
            0.5,
            citing,
            resource=_owner(case, reading),
            onset=newest.at if newest else reading.evaluated_at,
        )


def alarm_breaches(case: Case) -> Iterator[Finding]:
    """A breach is a symptom in itself, in whichever direction and whatever the metric is called,
    unless it is as usual: somebody said that this must not be."""
    for evidence, reading in case.results(AlarmReading):
        standing = Standing(reading)
        owner = _owner(case, reading)
        if not standing.breaches or standing.is_usual or owner is None:
            continue
        onset = window_of(standing.shift.onset) if standing.shift else reading.since
        citing = Citing(evidence)
        yield case.finding(
            ALARM_BREACHES,
            FindingKind.SYMPTOM,
            _claim(reading, citing),
            0.6,
            citing,
            resource=owner,
            onset=onset.start if onset else None,
        )


def _owner(case: Case, reading: AlarmReading) -> str | None:
    alarmed = case.scope.alarmed
    return alarmed.name if alarmed else next(iter(deciding(reading).resources), None)


def _claim(reading: AlarmReading, citing: Citing) -> str:
    condition = citing.quote(reading.condition)
    what = f"The alarm {reading.alarm.name}{f', {condition},' if condition else ''}"
    holds = "still breaches" if reading.breaching else "does not breach any more"
    return f"{what} {holds}{_newest(reading, citing)}{_since(reading)}."


def _newest(reading: AlarmReading, citing: Citing) -> str:
    """What it is held against, on the side that is watched."""
    newest = reading.newest
    if newest is None:
        return ""
    amount = citing.amount(newest.value or 0.0)
    value = f"{amount} at {clock(newest.at)}" if amount else f"its value at {clock(newest.at)}"
    if newest.breaches is None or newest.breaches is not reading.breaching:
        return f": {value} was its newest datapoint"
    return f": {value} is {_side(reading, newest.breaches)}"


def _side(reading: AlarmReading, breaches: bool) -> str:
    if reading.form is AlarmForm.ANOMALY:
        return "outside of its band" if breaches else "inside its band"
    below = reading.alarm.watches_a_floor
    if breaches:
        return "below its threshold" if below else "over its threshold"
    return "not below its threshold" if below else "not over its threshold"


def _since(reading: AlarmReading) -> str:
    if reading.since is None:
        return ""
    if reading.is_older:
        return f", and has since before {clock(reading.since.start)}"
    return f", and has since {clock(reading.since.start)}"
