"""Moves what a scenario holds in time. Times that are written in a line move with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from cli.evaluation.scenario import Alarm, Change, Datum, Line, PlatformEvent, Scenario

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)")
_EPOCH = re.compile(r'("?(?:time|ts|timestamp|epoch)"?\s*[:=]\s*"?)(1\d{9})(\d{3})?(?=[.,}\s"]|$)')

# Metrics whose values are counted per period; the others are levels, and are averaged when folded.
_LEVELS = re.compile(
    r"connections$|concurren|depth|visible|instances|hosts|tasks|count$(?<!requestcount)"
    r"(?<!_count)|replicas|pods|utilization|age|lag|free|size|usage|duration|latency|time|load",
    re.IGNORECASE,
)


def shifted_text(text: str, seconds: float) -> str:
    """The line with the times that it tells moved as the line is."""

    def iso(match: re.Match[str]) -> str:
        try:
            at = datetime.fromisoformat(f"{match[1]}T{match[3]}") + timedelta(seconds=seconds)
        except ValueError:
            return match[0]
        return f"{at:%Y-%m-%d}{match[2]}{at:%H:%M:%S}"

    def epoch(match: re.Match[str]) -> str:
        return f"{match[1]}{int(match[2]) + round(seconds)}{match[3] or ''}"

    return _EPOCH.sub(epoch, _ISO.sub(iso, text))


def moved_line(line: Line, seconds: float) -> Line:
    text = shifted_text(line.message, seconds)
    return line.model_copy(update={"at": line.at + seconds, "message": text})


def moved_datum(datum: Datum, seconds: float) -> Datum:
    return datum.model_copy(update={"at": datum.at + seconds})


def moved_change(change: Change, seconds: float) -> Change:
    return change.model_copy(update={"at": change.at + seconds})


def moved_event(event: PlatformEvent, seconds: float) -> PlatformEvent:
    return event.model_copy(update={"at": event.at + seconds})


def moved(scenario: Scenario, seconds: float) -> Scenario:
    """All telemetry and changes moved; the alarm stays where it is."""
    return replace(
        scenario,
        lines=tuple(moved_line(line, seconds) for line in scenario.lines),
        data=tuple(moved_datum(datum, seconds) for datum in scenario.data),
        changes=tuple(moved_change(change, seconds) for change in scenario.changes),
        platform=tuple(moved_event(event, seconds) for event in scenario.platform),
    )


def kept(scenario: Scenario, wanted: Callable[[float], bool]) -> Scenario:
    """Lines and datapoints of the wanted times; changes stay, and what services say, who keep it
    whatever is recorded."""
    return replace(
        scenario,
        lines=tuple(line for line in scenario.lines if wanted(line.at)),
        data=tuple(datum for datum in scenario.data if wanted(datum.at)),
    )


SeriesKey = tuple[str, str, tuple[tuple[str, str], ...]]


def key_of(datum: Datum) -> SeriesKey:
    return datum.namespace, datum.name, tuple(sorted(datum.dimensions.items()))


def series_of(data: Iterable[Datum]) -> dict[SeriesKey, list[Datum]]:
    """The datapoints of each metric, oldest first."""
    found: dict[SeriesKey, list[Datum]] = {}
    for datum in data:
        found.setdefault(key_of(datum), []).append(datum)
    for listed in found.values():
        listed.sort(key=lambda datum: datum.at)
    return found


def is_counted(datum: Datum) -> bool:
    """Whether the values of such a metric add up over time."""
    return datum.unit in ("Count", "None", "") and not _LEVELS.search(datum.name)


def with_trigger(alarm: Alarm, trigger: dict[str, object], **fields: object) -> Alarm:
    message = {**alarm.message(), "Trigger": trigger, **fields}
    return Alarm.model_validate(message)


def period_of(points: Sequence[Datum]) -> float:
    """The usual distance of two datapoints; 60 where it cannot be known."""
    gaps = sorted(b.at - a.at for a, b in pairwise(points) if b.at > a.at)
    return gaps[len(gaps) // 2] if gaps else 60.0
