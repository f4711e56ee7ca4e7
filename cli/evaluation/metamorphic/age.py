"""The incident began longer ago.

What was before the onset moves back, with the changes and the incident's own beginning; the time in
between is filled with the incident's later behaviour, again and again, and its end stays at the
alarm. A metric that runs one way (free storage, an age) is not repeated but stretched, and one that
ages a second a second goes on ageing.
"""

from __future__ import annotations

import math
import random
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cli.evaluation.metamorphic.moving import (
    moved_change,
    moved_datum,
    moved_event,
    moved_line,
    period_of,
    series_of,
)
from cli.evaluation.metamorphic.onset import incident_of
from cli.evaluation.metamorphic.relation import Maker, Variant
from cli.evaluation.scenario import Datum, Line, Scenario

AGES = (30, 75, 110, 240)
_STEP = 300.0
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ONE_WAY = 0.9


def maker_of(minutes: int) -> Maker:
    def make(scenario: Scenario, chance: random.Random) -> Variant | None:
        incident = incident_of(scenario)
        if incident is None:
            return None
        by = math.floor((minutes * 60 + incident.onset) / _STEP) * _STEP
        if by <= 0:
            return None  # it is older already
        return Variant("", aged(scenario, incident.onset, by, chance))

    return make


@dataclass(frozen=True)
class _Plan:
    """Times up to `middle` move back by `by`; what lies between `middle` and the alarm fills the
    time in between, in copies of `length` seconds."""

    onset: float
    middle: float
    by: float

    @property
    def length(self) -> float:
        return -self.middle

    def copies(self, at: float) -> Iterator[float]:
        """Where a moment of the later half occurs again."""
        again = at - self.length
        while again >= self.middle - self.by:
            if again < self.middle:
                yield again
            again -= self.length


def aged(scenario: Scenario, onset: float, by: float, chance: random.Random) -> Scenario:
    plan = _Plan(onset, _middle(scenario, onset), by)
    changes = tuple(
        moved_change(change, -by) if change.at < plan.middle else change
        for change in scenario.changes
    )
    platform = tuple(
        moved_event(event, -by) if event.at < plan.middle else event for event in scenario.platform
    )
    data = [
        datum for points in series_of(scenario.data).values() for datum in _prolonged(points, plan)
    ]
    expected = scenario.expected.model_copy(update={"onset": onset - by})
    return replace(
        scenario,
        expected=expected,
        changes=changes,
        platform=platform,
        data=tuple(data),
        lines=tuple(_lines(scenario, plan, chance)),
    )


def _middle(scenario: Scenario, onset: float) -> float:
    """Half of the incident ago, a multiple of the longest period of the metrics, so that their
    datapoints stay on their grid."""
    periods = [period_of(points) for points in series_of(scenario.data).values()]
    grid = max([60.0, *(period for period in periods if period <= -onset / 2)])
    grid = math.ceil(grid / 60) * 60
    return -max(1, math.floor(-onset / 2 / grid)) * float(grid)


def _lines(scenario: Scenario, plan: _Plan, chance: random.Random) -> Iterator[Line]:
    lasting = _lasting_ids(line for line in scenario.lines if line.at >= plan.middle)
    salt = chance.random()
    for line in scenario.lines:
        if line.at < plan.middle:
            yield moved_line(line, -plan.by)
            continue
        yield line
        if line.at >= 0:
            continue
        for number, at in enumerate(plan.copies(line.at)):
            jitter = chance.uniform(-2, 2)
            copy = moved_line(line, at - line.at + jitter)
            text = _with_other_ids(copy.message, number, salt, lasting)
            yield copy.model_copy(update={"message": text})


def _lasting_ids(lines: Iterator[Line]) -> set[str]:
    """Ids that occur again and again are the incident's own (the same message, over and over)."""
    seen = Counter(found for line in lines for found in set(_UUID.findall(line.message)))
    return {found for found, times in seen.items() if times >= 6}


def _with_other_ids(message: str, number: int, salt: float, lasting: set[str]) -> str:
    """The line for another request; the ids of one copy still belong together."""

    def other(match: re.Match[str]) -> str:
        if match[0] in lasting:
            return match[0]
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{match[0]}/{number}/{salt}"))

    return _UUID.sub(other, message)


def _prolonged(points: Sequence[Datum], plan: _Plan) -> Iterator[Datum]:
    during = [datum for datum in points if datum.at >= plan.onset]
    if _runs_one_way(during):
        yield from _stretched(points, during, plan)
        return
    for datum in points:
        if datum.at < plan.middle:
            yield moved_datum(datum, -plan.by)
            continue
        yield datum
        if datum.at < 0:
            for at in plan.copies(datum.at):
                yield datum.model_copy(update={"at": at})


def _runs_one_way(points: Sequence[Datum]) -> bool:
    """Whether the values rise, or fall, in nine of ten steps, by more than a little."""
    values = [point.value for point in points]
    if len(values) < 5:
        return False
    steps = [b - a for a, b in pairwise(values)]
    rising, falling = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    span = abs(values[-1] - values[0])
    return max(rising, falling) >= _ONE_WAY * len(steps) and span > 0.05 * max(map(abs, values))


def _stretched(points: Sequence[Datum], during: Sequence[Datum], plan: _Plan) -> Iterator[Datum]:
    """The same way over a longer time; an age keeps its pace instead, and ends higher."""
    first, last = during[0], during[-1]
    span = last.at - first.at
    pace = (last.value - first.value) / span
    ages = 0.5 < pace < 2.0 or 500.0 < pace < 2000.0  # seconds, or milliseconds
    for datum in points:
        if datum.at < plan.onset:
            yield moved_datum(datum, -plan.by)
    step = period_of(during)
    at = first.at - plan.by
    while at <= last.at + 1e-6:
        if ages:
            value = first.value + pace * (at - first.at + plan.by)
        else:
            value = _between(during, first.at + (at - first.at + plan.by) * span / (span + plan.by))
        yield first.model_copy(update={"at": at, "value": value})
        at += step


def _between(points: Sequence[Datum], at: float) -> float:
    """The value at that time, on the straight line between its neighbours."""
    for before, after in pairwise(points):
        if before.at <= at <= after.at:
            share = (at - before.at) / (after.at - before.at)
            return before.value + share * (after.value - before.value)
    return points[-1].value if at > points[-1].at else points[0].value
