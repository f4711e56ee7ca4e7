"""A composite alarm, by the states of the alarms that its rule names.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html
"""

from collections.abc import Mapping
from datetime import datetime

from casebook.analysis.alarm_history import AlarmState, State
from casebook.analysis.alarm_rule import parsed_rule
from casebook.analysis.metric_syntax import CannotBeComputed
from casebook.domain.alarm import Alarm
from casebook.domain.window import Window


def evaluate_composite(
    alarm: Alarm, children: Mapping[str, AlarmState], at: datetime
) -> AlarmState:
    """The state of the rule now, and the times at which it held, by the breaches of the children.

    Between two breaches a child counts as OK: the history does not tell when it had no data.
    """
    try:
        holds = parsed_rule(alarm.rule)
        now = holds({name: child.state for name, child in children.items()})
    except CannotBeComputed as error:
        return AlarmState(gaps=(f"{alarm.name} cannot be evaluated here: {error}.",))
    gaps = [f"The state of {name} is not known." for name, c in children.items() if c.state is None]
    if now is None:
        return AlarmState(gaps=tuple(gaps))
    edges = sorted(
        {edge for child in children.values() for w in child.episodes for edge in (w.start, w.end)}
    )
    spans: list[Window] = []
    for start, end in zip(edges, [*edges[1:], at], strict=True):
        states = {name: _state_at(child, start) for name, child in children.items()}
        if start >= end or not holds(states):
            continue
        if spans and spans[-1].end == start:
            spans[-1] = Window(start=spans[-1].start, end=end)
        else:
            spans.append(Window(start=start, end=end))
    goes_on = now and bool(spans) and spans[-1].end >= edges[-1]
    return AlarmState(
        "ALARM" if now else "OK",
        since=_since(spans, children) if goes_on else None,
        is_older=goes_on and _is_older(spans[-1], children),
        episodes=tuple(spans),
        gaps=tuple(gaps),
    )


def _state_at(child: AlarmState, moment: datetime) -> State | None:
    if child.state is None:
        return None
    return "ALARM" if any(w.start <= moment < w.end for w in child.episodes) else "OK"


def _since(spans: list[Window], children: Mapping[str, AlarmState]) -> Window:
    """As closely as the child tells that began with it."""
    start = spans[-1].start
    known = [c.since for c in children.values() if c.since and c.since.start <= start < c.since.end]
    return max(known, key=lambda window: window.start, default=Window(start=start, end=start))


def _is_older(span: Window, children: Mapping[str, AlarmState]) -> bool:
    return any(
        child.is_older and child.since is not None and child.since.start >= span.start
        for child in children.values()
    )
