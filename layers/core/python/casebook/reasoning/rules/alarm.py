"""What the alarm that fired says by now."""

from collections.abc import Iterator
from datetime import timedelta

from casebook.analysis.alarm_datapoints import adds
from casebook.citing.claims import Citing, clock
from casebook.domain.alarm import AlarmForm
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import AlarmNow
from casebook.knowledge.strength import Strength
from casebook.reasoning.anchor import deciding, window_of
from casebook.reasoning.case import Case
from casebook.reasoning.rules.births import newborn
from casebook.reasoning.rules.health import usual_inputs
from casebook.reasoning.rules.series import summaries
from casebook.reasoning.standing import Standing
from casebook.tools.results.alarms import AlarmReading


def alarm_now(case: Case) -> Iterator[Finding]:
    """Whether the alarm breaches now, by its own statistic, period, M of N and missing data.

    If it does, what somebody wanted to be told of goes on, whatever else looks better; so it does
    while its metric is away from its baseline. If the alarm cannot be evaluated, or has no data,
    nothing is said. CloudWatch holds an alarm by the last datapoints that there are; where failures
    alone are counted, a period without them has none, and it is over as soon as other metrics have
    newer ones. The onset is where the period of the newest datapoint begins: what it counts may
    have been before whatever came in that period.
    """
    for evidence, standing in case.standings:
        reading = standing.reading
        fell_silent = _fell_silent(case, reading)
        if standing.breaches is None and not (fell_silent or standing.is_away):
            continue
        goes_on = (standing.breaches or standing.is_away) and not fell_silent
        newest = standing.newest
        citing = Citing(evidence)
        yield case.finding(
            "still-alarming" if goes_on else "alarm-cleared",
            FindingKind.CONTEXT,
            _claim(standing, citing, fell_silent),
            Strength.WEAK,
            citing,
            resource=_owner(case, reading),
            onset=newest.at if newest else reading.evaluated_at,
            about=AlarmNow(breaches=bool(goes_on)),
        )


def alarm_breaches(case: Case) -> Iterator[Finding]:
    """A breach is a symptom in itself, in whichever direction and whatever the metric is called,
    unless it is as usual: somebody said that this must not be."""
    for evidence, standing in case.standings:
        reading = standing.reading
        owner = _owner(case, reading)
        if owner is None or _fell_silent(case, reading) or is_as_usual(case, standing):
            continue
        if not (standing.breaches or standing.is_away):
            continue
        onset = window_of(standing.shift.onset) if standing.shift else reading.since
        citing = Citing(evidence)
        yield case.finding(
            "alarm-breaches",
            FindingKind.SYMPTOM,
            _claim(standing, citing, fell_silent=False),
            Strength.CIRCUMSTANTIAL,
            citing,
            resource=owner,
            onset=onset.start if onset else None,
            until=onset.end if onset else None,
            about=AlarmNow(breaches=True),
        )


def is_as_usual(case: Case, standing: Standing) -> bool:
    """True if what the alarm watches is no news, by any of the proofs (rules/health.py)."""
    recurs = not standing.is_gap and bool(usual_inputs(case))
    is_ordinary = standing.is_ordinary and _owner(case, standing.reading) not in newborn(case)
    return is_ordinary or standing.same_time is not None or recurs


def _owner(case: Case, reading: AlarmReading) -> str | None:
    alarmed = case.scope.alarmed
    return alarmed.name if alarmed else next(iter(deciding(reading).resources), None)


def _fell_silent(case: Case, reading: AlarmReading) -> bool:
    """Whether a count that is watched for too many has no datapoint any more, where other metrics
    have them: in the whole period after its newest one, nothing was counted."""
    newest, alarm = reading.newest, reading.alarm
    if newest is None or not adds(alarm.statistic) or alarm.watches_a_floor:
        return False
    if alarm.missing_data == "breaching":
        return False
    ended = newest.at + timedelta(seconds=alarm.period_seconds)
    if reading.evaluated_at < ended + timedelta(seconds=alarm.period_seconds):
        return False  # what is counted in a period that goes on is not there yet
    read = [(each.is_alarmed, each.points[-1].at) for _, each in summaries(case) if each.points]
    after = [is_own for is_own, at in read if at >= ended]
    return bool(after) and not any(after)


def _claim(standing: Standing, citing: Citing, fell_silent: bool) -> str:
    reading = standing.reading
    condition = citing.quote(reading.condition)
    what = f"The alarm {reading.alarm.name}{f', {condition},' if condition else ''}"
    if reading.breaching and fell_silent and reading.newest:
        last = clock(reading.newest.at)
        return f"{what} has had no datapoint since {last}, where other metrics have them."
    holds = "still breaches" if reading.breaching else "does not breach"
    if standing.is_away and not reading.breaching:
        holds = "does not breach at this moment, and its metric is away from its baseline"
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
