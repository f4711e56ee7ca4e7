"""An alarm and what was read of it, in words: short, exact, and with every number that counts."""

from collections.abc import Iterable

from casebook.domain.alarm import Alarm, AlarmForm, AlarmQuery
from casebook.domain.model import iso
from casebook.tools.metric_summary import plain
from casebook.tools.results.alarms import AlarmDatapoint, AlarmReading, PeriodValues

_SYMBOLS = {
    "GreaterThanThreshold": ">",
    "GreaterThanOrEqualToThreshold": ">=",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "<=",
}
_BANDS = {
    "LessThanLowerOrGreaterThanUpperThreshold": "outside of its band",
    "LessThanLowerThreshold": "below its band",
    "GreaterThanUpperThreshold": "above its band",
}
_MOST_VALUES, _MOST_EPISODES, _MOST_CHANGES = 30, 6, 6


def condition(alarm: Alarm) -> str:
    """When it fires: `Sum of Errors over 300 s > 5, 3 of 5, missing data: notBreaching`."""
    if alarm.form is AlarmForm.COMPOSITE:
        return alarm.rule
    if alarm.form is AlarmForm.BARE:
        return "no metric is known of it"
    count = f"{alarm.needed} of {alarm.evaluation_periods}"
    return (
        f"{_anchor(alarm)} over {alarm.period_seconds} s {_limit(alarm)}, {count}, "
        f"missing data: {alarm.missing_data}"
    )


def _anchor(alarm: Alarm) -> str:
    computed = [q for q in alarm.queries if q.expression and not q.is_band]
    if not computed:
        return next(map(_source, alarm.sources), "its metric")
    last = next((q for q in reversed(computed) if q.returns_data), computed[-1])
    parts = [f"{q.id} = {q.expression}" for q in computed if q is not last]
    parts += [f"{source.id} = {_source(source)}" for source in alarm.sources]
    return f"{last.expression} ({', '.join(parts)})"


def _source(query: AlarmQuery) -> str:
    name = query.metric.name if query.metric else query.id
    return f"{query.statistic} of {name}" if query.statistic else name


def _limit(alarm: Alarm) -> str:
    if alarm.form is AlarmForm.ANOMALY:
        return _BANDS.get(alarm.comparison, "outside of its band")
    if alarm.threshold is None:
        return "against no known threshold"
    return f"{_SYMBOLS.get(alarm.comparison, 'against')} {plain(alarm.threshold)}"


def told(reading: AlarmReading) -> str:
    """The reading as agents and people read it."""
    return "\n".join(_lines(reading))


def _lines(reading: AlarmReading) -> Iterable[str]:
    source = "CloudWatch" if reading.defined_by == "cloudwatch" else "its message"
    yield f"Alarm {reading.alarm.name} ({source}): {reading.condition}."
    if reading.resources:
        yield f"It watches {', '.join(reading.resources)}."
    yield _now(reading)
    if reading.decided_by:
        yield f"Decided by {' '.join(map(_point, reading.decided_by))}."
    if reading.since:
        yield _since(reading)
    if reading.episodes:
        newest = reading.episodes[-_MOST_EPISODES:]
        spans = ", ".join(f"{iso(each.start)} to {iso(each.end)}" for each in newest)
        yield f"Breaches in the time that was read: {len(reading.episodes)}, {spans}."
    if reading.history:
        newest_changes = reading.history[-_MOST_CHANGES:]
        changes = ", ".join(f"{iso(e.at)} {e.before} to {e.after}" for e in newest_changes)
        yield f"Changes of its state in 14 days: {len(reading.history)}, {changes}."
    if reading.anchor and reading.form is not AlarmForm.COMPOSITE:
        yield _range(reading.anchor)
        points = list(reading.anchor.points())[-_MOST_VALUES:]
        yield "  " + " ".join(f"{at:%H:%M}={plain(value)}" for at, value in points)
    yield from reading.notes
    for child in reading.children:
        yield from (f"  {line}" for line in _lines(child))


def _range(values: PeriodValues) -> str:
    known = sorted(value for _, value in values.points())
    if not known:
        return f"It has no datapoints since {iso(values.start)}."
    return (
        f"Since {iso(values.start)} it has {len(known)} datapoints, median"
        f" {plain(known[len(known) // 2])}, from {plain(known[0])} to {plain(known[-1])}."
    )


def _now(reading: AlarmReading) -> str:
    at = iso(reading.evaluated_at)
    match reading.state:
        case "ALARM":
            return f"At {at} it breaches."
        case "OK":
            return f"At {at} it does not breach."
        case "INSUFFICIENT_DATA":
            return f"At {at} there is not enough data to tell."
    return f"Whether it breaches at {at} is not known."


def _since(reading: AlarmReading) -> str:
    if reading.since is None:
        return ""
    older = ", or earlier: the data begin there" if reading.is_older else ""
    return (
        f"The breach began between {iso(reading.since.start)} and {iso(reading.since.end)}{older}."
    )


def _point(point: AlarmDatapoint) -> str:
    value = "none" if point.value is None else plain(point.value)
    mark = {True: " (breaching)", False: "", None: ""}[point.breaches]
    band = ""
    if point.lower is not None and point.upper is not None:
        band = f" (band {plain(round(point.lower, 3))} to {plain(round(point.upper, 3))})"
    running = " (its period runs)" if point.is_partial else ""
    return f"{point.at:%H:%M:%S}={value}{mark}{band}{running}"
