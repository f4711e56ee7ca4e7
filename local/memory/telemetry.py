"""What tools read of a workload, in memory."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from casebook.domain.change import Change
from casebook.domain.trace import Trace, TraceSummary
from casebook.domain.window import Window
from casebook.domain.workload import Metric, Resource
from casebook.errors import CasebookError, NotFound
from casebook.ports.changes import Observation, TrailEvent
from casebook.ports.clock import Clock
from casebook.ports.logs import LineMatch, LogLine, LogMatches, LogPage
from casebook.ports.metrics import Series
from casebook.ports.platform_events import Said


class MemoryLogs:
    """Log groups and their lines. A pattern is a plain piece of text."""

    def __init__(self, *groups: str) -> None:
        self.lines: dict[str, list[LogLine]] = {group: [] for group in groups}

    def write(self, log_group: str, at: datetime, message: str, log_stream: str = "stream") -> None:
        lines = self.lines.setdefault(log_group, [])
        lines.append(LogLine(at, message, log_group, log_stream))

    def search(
        self, log_group: str, window: Window, pattern: str = "", limit: int = 10_000
    ) -> LogPage:
        if log_group not in self.lines:
            raise NotFound(f"there is no log group {log_group}")
        found = [
            line
            for line in sorted(self.lines[log_group], key=lambda line: line.at)
            if line.at in window and pattern in line.message
        ]
        return LogPage(tuple(found[-limit:]), truncated=len(found) > limit)

    def find(
        self, log_groups: Sequence[str], window: Window, match: LineMatch, limit: int = 10_000
    ) -> LogMatches:
        there = [group for group in log_groups if group in self.lines]
        found = [
            line
            for group in there
            for line in self.lines[group]
            if line.at in window
            and all(text in line.message for text in match.contains)
            and re.search(match.regex, line.message)
        ]
        found.sort(key=lambda line: line.at)
        missing = tuple(group for group in log_groups if group not in there)
        return LogMatches(tuple(found[-limit:]), len(found) > limit, missing)


class MemoryMetrics:
    """Datapoints by metric; the end of a window is not part of it, as in CloudWatch."""

    def __init__(self) -> None:
        self._points: dict[str, list[tuple[datetime, float]]] = {}
        self.windows: list[Window] = []

    def put(self, metric: Metric, at: datetime, value: float) -> None:
        self._points.setdefault(metric.to_json(), []).append((at, value))

    def query(
        self, metrics: Sequence[tuple[Metric, str]], window: Window, period_seconds: int
    ) -> list[Series]:
        self.windows.append(window)
        found = []
        for metric, statistic in metrics:
            points = sorted(self._points.get(metric.to_json(), []))
            inside = [(at, value) for at, value in points if window.start <= at < window.end]
            times, values = (
                tuple(at for at, _ in inside),
                tuple(value for _, value in inside),
            )
            found.append(Series(metric, statistic, times, values))
        return found


class MemoryConfiguration:
    """Settings by resource name. None: a type that AWS keeps no configuration of; an error: it is
    raised; not there: the resource does not exist."""

    def __init__(self, clock: Clock, **settings: Any) -> None:
        self._clock = clock
        self.settings: dict[str, dict[str, Any] | CasebookError | None] = dict(settings)
        self.health: dict[str, dict[str, Any]] = {}
        self.edition = 1

    def observe(self, resource: Resource) -> Observation | None:
        if resource.name not in self.settings:
            raise NotFound(f"{resource.name} does not exist")
        found = self.settings[resource.name]
        if isinstance(found, CasebookError):
            raise found
        if found is None:
            return None
        health = self.health.get(resource.name, {})
        return Observation(resource.name, self._clock.now(), dict(found), health, self.edition)


class MemoryTraces:
    """Traces by the names of the services that they reached."""

    def __init__(self) -> None:
        self._traces: dict[str, tuple[Trace, TraceSummary, frozenset[str]]] = {}
        self.searches: list[bool] = []

    def put(self, trace: Trace) -> None:
        summary = TraceSummary(
            trace.trace_id,
            trace.seconds,
            error=any(each.error for each in trace.segments),
            fault=any(each.fault for each in trace.segments),
            throttle=any(each.throttle for each in trace.segments),
        )
        reached = frozenset(name for each in trace.segments for name in each.names)
        self._traces[trace.trace_id] = trace, summary, reached

    def search(
        self, names: Sequence[str], window: Window, *, troubled: bool = False
    ) -> list[TraceSummary]:
        self.searches.append(troubled)
        return [
            summary
            for trace, summary, reached in self._traces.values()
            if reached & set(names)
            and (summary.failed or not troubled)
            and min(each.start for each in trace.segments) in window
        ]

    def fetch(self, trace_ids: Sequence[str]) -> list[Trace]:
        return [self._traces[each][0] for each in trace_ids if each in self._traces]


class MemoryTrail:
    """Calls by whom they concern. With `failure`, nothing can be read."""

    def __init__(self, *events: TrailEvent) -> None:
        self.events = list(events)
        self.failure: CasebookError | None = None
        self.asked: list[tuple[list[str], Window]] = []

    def lookup(self, resources: Iterable[str], window: Window) -> list[TrailEvent]:
        names = list(resources)
        self.asked.append((names, window))
        if self.failure:
            raise self.failure
        return [
            event
            for event in sorted(self.events, key=lambda event: event.at)
            if event.at in window and set(event.resources) & set(names)
        ]


class MemoryPlatformEvents:
    """What services say, by resource name. An error in its place is raised; of a resource that has
    neither no service is known."""

    def __init__(self, **said: list[Change] | CasebookError) -> None:
        self.said: dict[str, list[Change] | CasebookError] = dict(said)
        self.asked: list[str] = []

    def reads(self, resource: Resource) -> bool:
        return resource.name in self.said

    def of(self, resource: Resource, window: Window, since: datetime) -> Said:
        self.asked.append(resource.name)
        said = self.said.get(resource.name, [])
        if isinstance(said, CasebookError):
            raise said
        return Said([event for event in said if event.at in window])
