"""The same incident, sampled or delivered otherwise."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from cli.evaluation.metamorphic.moving import is_counted, moved_line, series_of
from cli.evaluation.metamorphic.relation import Variant
from cli.evaluation.metamorphic.watched import folded, watched_by
from cli.evaluation.scenario import Alarm, Datum, Scenario

_MINUTE, _FIVE_MINUTES = 60.0, 300.0
# A gap that comes so often is how the series was written.
_A_STRIDE = 3


def half_of_the_lines(scenario: Scenario, chance: random.Random) -> Variant | None:
    lines = tuple(line for line in scenario.lines if chance.random() < 0.5)
    return Variant("", replace(scenario, lines=lines)) if scenario.lines else None


def fewer_datapoints(scenario: Scenario, chance: random.Random) -> Variant | None:
    """Three of ten never arrived; but those came that made the alarm fire."""
    watched = watched_by(scenario)
    fired = set(map(id, watched.points[-watched.needed :])) if watched else set()
    data = tuple(datum for datum in scenario.data if chance.random() >= 0.3 or id(datum) in fired)
    return Variant("", replace(scenario, data=data)) if scenario.data else None


def five_minute_periods(scenario: Scenario, chance: random.Random) -> Variant | None:
    """Basic monitoring: a datapoint every five minutes, and an alarm that looks at those. Only
    whole periods have one: the minute in which the alarm fired is no five minutes yet."""
    watched = watched_by(scenario)
    if watched is None or watched.period >= _FIVE_MINUTES:
        return None
    data: list[Datum] = []
    for key, points in series_of(scenario.data).items():
        if _shortest_gap(points) > _FIVE_MINUTES:
            data += points
            continue
        statistic = "Average"
        if key == watched.key:
            statistic = watched.statistic
        elif is_counted(points[0]):
            statistic = "Sum"
        whole = [point for point in points if point.at < 0]
        if statistic == "Sum":
            whole = _filled(whole)
        data += [
            points[0].model_copy(update={"at": begin, "value": value})
            for begin, value in folded(whole, statistic, _FIVE_MINUTES)
        ]
    factor = _FIVE_MINUTES / watched.period if watched.statistic == "Sum" else 1.0
    periods = max(1, math.floor(watched.needed * watched.period / _FIVE_MINUTES))
    trigger = {
        **watched.trigger,
        "Period": int(_FIVE_MINUTES),
        "EvaluationPeriods": periods,
        "DatapointsToAlarm": periods,
        "Threshold": watched.threshold * factor,
    }
    alarm = Alarm.model_validate({**scenario.alarm.message(), "Trigger": trigger})
    variant = replace(scenario, data=tuple(data), alarm=alarm)
    coarse = watched_by(variant)
    if coarse is None or not all(coarse.breaches(value) for _, value in coarse.folded()[-periods:]):
        return None  # such an alarm would not have fired
    return Variant("", variant)


def _shortest_gap(points: Sequence[Datum]) -> float:
    """The period of a series with gaps; a minute where it has one datapoint."""
    return min((b.at - a.at for a, b in pairwise(points) if b.at > a.at), default=_MINUTE)


def _filled(points: Sequence[Datum]) -> list[Datum]:
    """Counts of a minute, where a quiet time is written as one minute in so many: each of them
    stands for its five minutes. Gaps of no common length are minutes in which nothing came."""
    gaps = Counter(round(b.at - a.at) for a, b in pairwise(points) if b.at - a.at >= _FIVE_MINUTES)
    stride, times = max(gaps.items(), key=lambda gap: gap[1], default=(0, 0))
    if times < _A_STRIDE:
        return list(points)
    step = _shortest_gap(points)
    alone = {
        place
        for first in range(len(points) - 1)
        if round(points[first + 1].at - points[first].at) == stride
        for place in (first, first + 1)
    }
    dense = {
        place
        for first in range(len(points) - 1)
        if points[first + 1].at - points[first].at < _FIVE_MINUTES
        for place in (first, first + 1)
    }
    factor = _FIVE_MINUTES / step
    return [
        point.model_copy(update={"value": point.value * factor})
        if place in alone - dense
        else point
        for place, point in enumerate(points)
    ]


def skewed_streams(scenario: Scenario, chance: random.Random) -> Variant | None:
    """Clocks of log streams are 2 to 10 seconds off, each by its own amount."""
    streams = sorted({(line.group, line.stream) for line in scenario.lines})
    skew = {stream: chance.choice((-1, 1)) * chance.uniform(2, 10) for stream in streams}
    lines = tuple(moved_line(line, skew[line.group, line.stream]) for line in scenario.lines)
    return Variant("", replace(scenario, lines=lines)) if lines else None


def twice_and_out_of_order(scenario: Scenario, chance: random.Random) -> Variant | None:
    """Agents deliver at least once: a third of the lines came again, and none in order."""
    lines = [line for line in scenario.lines for _ in range(2 if chance.random() < 1 / 3 else 1)]
    chance.shuffle(lines)
    return Variant("", replace(scenario, lines=tuple(lines))) if lines else None
