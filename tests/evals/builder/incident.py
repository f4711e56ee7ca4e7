"""Builds one scenario: healthy traffic with its noise, and on top of it what goes wrong."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tests.evals.aws.resources import Level, Resource
from tests.evals.builder import documents, platform
from tests.evals.builder.log import Log, Saying
from tests.evals.builder.rows import Repeated, keys, parsed
from tests.evals.builder.sampling import AFTER, MINUTE, Sampling
from tests.evals.builder.series import Series
from tests.evals.builder.templates import Say
from tests.evals.logs.clock import Style
from tests.evals.logs.plain import bare


class Incident:
    """A scenario in the making. Everything random comes from dice seeded with its name, and falls
    in the order in which things are told.

    What is told in rows is a few words and after a bar a text; a text may hold dice (templates.py).
    """

    def __init__(self, name: str, project: str, title: str, sampling: Sampling) -> None:
        self.name, self._sampling = name, sampling
        self._workload = {"name": title, "project": project}
        self._resources: dict[str, Resource] = {}
        self._series: dict[tuple[str, str], Series] = {}
        self._closely, self._seldom = set[tuple[str, str]](), set[tuple[str, str]]()
        self._calls: list[list[str]] = []
        self.dice = random.Random(name)
        self._log = Log(name, self.dice, sampling)
        self._changes: list[dict[str, Any]] = []
        self._platform: list[dict[str, Any]] = []
        self._runbooks: dict[str, str] = {}
        self._alarm: dict[str, Any] = {}
        self._expected: dict[str, Any] = {}

    # What there is

    def has(self, *resources: Resource) -> None:
        for resource in resources:
            self._resources[resource.name] = resource
            for namespace, dimensions, levels in resource.measured:
                self.measured(resource.name, namespace, dimensions, levels)

    def measured(
        self,
        resource: str,
        namespace: str,
        dimensions: Mapping[str, str],
        levels: Mapping[str, Level],
    ) -> None:
        for metric, (unit, usual, *form) in levels.items():
            noise = form[0] if form else self._sampling.noise
            cycle = form[1] if len(form) > 1 else 0.1
            series = Series(namespace, metric, dimensions, unit, usual, noise, cycle)
            self._series[resource, metric] = series

    def calls(self, *chains: str) -> None:
        """`a > b > c`: who calls whom."""
        for chain in chains:
            self._calls += [list(pair) for pair in itertools.pairwise(chain.split(" > "))]

    def series(self, resource: str, metric: str) -> Series:
        return self._series[resource, metric]

    def closely(self, *rows: str) -> None:
        """These are published every minute: `resource metric…`."""
        self._closely |= keys(rows)

    def seldom(self, *rows: str) -> None:
        """These are not: `resource metric…`."""
        self._seldom |= keys(rows)

    def earlier(self, resource: str, moments: Iterable[float], *metrics: str) -> None:
        """These metrics are also known from before the history."""
        for metric in metrics:
            self.series(resource, metric).earlier = sorted(moments)

    def moves(self, since: float, *rows: str, until: float = AFTER, ramp: float = 0.0) -> None:
        """From `since` on metrics stand at other levels: `resource metric level, metric level`."""
        for row in rows:
            resource, _, moved = row.partition(" ")
            for metric, level in (each.split() for each in moved.split(", ")):
                self.series(resource, metric).shift(since, float(level), until, ramp)

    def hourly(self, resource: str, metric: str, to: float, minute: int) -> None:
        """A job that runs for five minutes, `minute` minutes before the alarm's own in any hour."""
        for hour in (0, 1):
            since = -MINUTE * (minute + 60 * hour)
            self.series(resource, metric).shift(since, to, since + 5 * MINUTE)

    # What is logged

    def log(self, *rows: str, style: Style | None = None) -> None:
        """Lines again and again, as rows.Repeated reads them: `resource rate … | text`."""
        for row in rows:
            (resource, *words), text = parsed(row)
            how = Repeated.read(words)
            said = Saying(self._resources[resource], text, how.level, how.tasks, style)
            self._log.repeat(said, how.rate, how.since, how.until, how.falls)

    def says(
        self,
        resource: str,
        say: Say,
        per_minute: float,
        since: float | None = None,
        until: float = AFTER,
        level: str = "INFO",
        tasks: int = 2,
        falls: tuple[float, float] | None = None,
        style: Style | None = None,
    ) -> None:
        """The same for what a row cannot say."""
        said = Saying(self._resources[resource], say, level, tasks, style)
        self._log.repeat(said, per_minute, since, until, falls)

    def once(self, at: float, *rows: str, tasks: int = 2, style: Style | None = None) -> None:
        """`resource [LEVEL] | text`"""
        for row in rows:
            (resource, *level), text = parsed(row)
            said = Saying(self._resources[resource], text, (level or ["INFO"])[0], tasks, style)
            self._log.write(said, at)

    def line(self, group: str, stream: str, at: float, message: str) -> None:
        """A line as an agent of the platform writes it, into whatever group and stream."""
        self._log.add(group, stream, at, message)

    def writes(self, resource: str, style: Style) -> None:
        """From here on it writes in another style."""
        self._resources[resource] = replace(self._resources[resource], style=style)

    def runs(self, function: str, per_minute: float = 2, ms: float = 120) -> None:
        """REPORT of some invocations of a function with 512 MB."""
        self.says(function, platform.small_report(ms), per_minute, style=bare)

    def reports(
        self,
        function: str,
        per_minute: float,
        ms: float,
        memory: tuple[int, int],
        since: float | None = None,
        until: float = AFTER,
        **ended: Any,
    ) -> None:
        """REPORT of invocations, as platform.report says."""
        report = platform.report(ms, memory, **ended)
        self.says(function, report, per_minute, since, until, style=bare)

    def invoked(self, function: str, per_minute: float, ms: float, until: float = AFTER) -> None:
        """START, END and REPORT of some invocations."""
        called = self._resources[function]
        for later, line in self._log.invocations(per_minute, ms, until):
            self._log.write(Saying(called, line, tasks=1, style=bare), later)

    # What was done, what fired, what is right

    def change(self, at: float, row: str, diff: Any = None) -> None:
        """`kind resource [actor] | summary`"""
        (kind, resource, *actor), summary = parsed(row)
        who = actor[0] if actor else "release-pipeline"
        entry = {"at": at, "kind": kind, "resource": resource, "actor": who, "summary": summary}
        self._changes.append(entry | ({} if diff is None else {"diff": diff}))

    def reported(self, at: float, row: str) -> None:
        """What a service says when it is asked: `resource source | message`."""
        (resource, source), message = parsed(row)
        entry = {"at": at, "resource": resource, "source": source, "message": message}
        self._platform.append(entry)

    def runbook(self, name: str, text: str) -> None:
        self._runbooks[f"runbooks/{name}"] = text

    def alarm(
        self, name: str, resource: str, metric: str, threshold: float, *rest: Any, **more: Any
    ) -> None:
        """As documents.alarm says; its metric is followed closely."""
        self._alarm = documents.alarm(name, self.series(resource, metric), threshold, *rest, **more)
        self._closely.add((resource, metric))

    def reason(self, text: str) -> None:
        """What the alarm says of itself, where it is not about datapoints over a threshold."""
        self._alarm["NewStateReason"] = text

    def expects(
        self,
        resource: str | list[str | None] | None,
        category: str | None = None,
        mentions: str = "",
        blames: str = "",
        verdict: str = "confirmed|likely",
        faults: str = "",
    ) -> None:
        self._expected = documents.expected(resource, category, mentions, blames, verdict, faults)

    # What it comes to

    def files(self) -> dict[str, bytes]:
        return documents.files(
            {"workload": self._described(), "alarm": self._alarm, "expected": self._expected},
            {
                "logs": self._log.lines(),
                "metrics": self._data(),
                "changes": sorted(self._changes, key=lambda change: change["at"]),
                "platform": sorted(self._platform, key=lambda event: event["at"]),
            },
            self._runbooks,
        )

    def _described(self) -> dict[str, Any]:
        resources = [
            {
                "name": name,
                "type": resource.type,
                "logGroups": [*filter(None, [resource.log_group]), *resource.also_in],
                "metrics": [s.address() for (owner, _), s in self._series.items() if owner == name],
            }
            for name, resource in self._resources.items()
        ]
        return {**self._workload, "resources": resources, "calls": self._calls}

    def _data(self) -> Iterator[dict[str, Any]]:
        dice = random.Random(f"{self.name} metrics")
        common = dice.uniform(0, math.tau) if self._sampling.daily else None
        for key, series in self._series.items():
            phase = dice.uniform(0, math.tau) if common is None else common
            yield from series.data(dice, phase, self._sampling, self._watched(key))

    def _watched(self, key: tuple[str, str]) -> bool:
        if self._sampling.watched_only:
            return key in self._closely
        return key not in self._seldom
