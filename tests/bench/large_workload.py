"""The telemetry of a workload as large as Casebook takes, made by seed while it is read: 1,000
metrics and a million log lines in two hours. Nothing of it is held; what is read is counted.

In one of the domains a release breaks the last function of a chain of calls; the alarm is on the
first. Everywhere else there is noise: warnings, errors that always come, and changes that nobody
suffers from.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from casebook.domain.window import Window
from casebook.domain.workload import Metric
from casebook.errors import NotFound
from casebook.ports.logs import LineMatch, LogLine, LogMatches, LogPage
from casebook.ports.metrics import Series
from cli.evaluation.scenario import Change, Expected, Scenario, Workload
from tests.bench.large_shape import DOMAINS, ROLES, alarm_on, calls, resources

_USUAL = {"Invocations": 55.0, "Duration": 80.0, "ConcurrentExecutions": 4.0,
          "ConsumedReadCapacityUnits": 120.0, "NumberOfMessagesSent": 50.0,
          "NumberOfMessagesReceived": 50.0, "NumberOfMessagesDeleted": 50.0}  # fmt: skip
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
_MOST_QUERIES, _MOST_DATAPOINTS = 500, 100_800
LINES_A_FUNCTION, _SECONDS = 6_250, 7_200.0
_RELEASED, _BROKE, _FAILING_A_MINUTE = -318.0, -290.0, 24.0


@dataclass
class Fleet:
    """The scenario, and its telemetry at the ports of the tools. `seed` chooses what breaks."""

    seed: int
    fired_at: datetime
    read: Counter[str] = field(default_factory=Counter)
    """How often was asked, and how much was given: `logReads`, `lines`, `metricReads` …"""

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)
        self.domain = chance.choice(DOMAINS)
        self.failing = [f"{self.domain}-{role}" for role in ("http", "quote", "rules")]
        self._innocent = chance.sample([d for d in DOMAINS if d != self.domain], 12)
        self._given = {group: bytearray(LINES_A_FUNCTION) for group in self._groups}

    @property
    def cause(self) -> str:
        return self.failing[-1]

    @property
    def lines(self) -> int:
        """How many there are in all."""
        return LINES_A_FUNCTION * len(self._given)

    @property
    def lines_seen(self) -> int:
        """How many different ones were given to anybody."""
        return sum(map(sum, self._given.values()))

    @cached_property
    def scenario(self) -> Scenario:
        head = self.failing[0]
        return Scenario(
            name="large",
            workload=Workload(
                name="everything", project="shop", resources=tuple(resources()),
                calls=tuple(calls()),
            ),
            alarm=alarm_on(head),
            expected=Expected(
                verdict=("confirmed", "likely"), resource=(self.cause,),
                category=("deployment", "code-defect"),
            ),
            changes=tuple(self._changes()),
        )  # fmt: skip

    @property
    def _groups(self) -> list[str]:
        return [f"/aws/lambda/{domain}-{role}" for domain in DOMAINS for role in ROLES]

    def _changes(self) -> Iterator[Change]:
        yield Change(
            at=_RELEASED, kind="deployment", resource=self.cause, actor="ci",
            summary=f"{self.cause} 7.2.0", diff="RULES_VERSION: 41 -> 42",
        )  # fmt: skip
        for number, domain in enumerate(self._innocent):
            yield Change(
                at=-1_800.0 - 2_400 * number, kind="deployment", resource=f"{domain}-export",
                actor="ci", summary=f"{domain}-export 3.{number}.1",
            )  # fmt: skip

    def search(
        self, log_group: str, window: Window, pattern: str = "", limit: int = 10_000
    ) -> LogPage:
        """The newest lines of the group; a filter pattern is a plain piece of text."""
        if log_group not in self._given:
            raise NotFound(f"there is no log group {log_group}")
        self.read["logReads"] += 1
        places = self._places(window)
        if not pattern:
            kept = places[-limit:]
            lines = tuple(self._line(log_group, place) for place in kept)
        else:
            every = (self._line(log_group, place) for place in places)
            lines = tuple(line for line in every if pattern in line.message)[-limit:]
        self.read["lines"] += len(lines)
        return LogPage(lines, truncated=not pattern and len(places) > limit)

    def find(
        self, log_groups: Sequence[str], window: Window, match: LineMatch, limit: int = 10_000
    ) -> LogMatches:
        there = [group for group in log_groups if group in self._given]
        self.read["logReads"] += 1
        found = [
            line
            for group in there
            for line in (self._line(group, place) for place in self._places(window))
            if all(text in line.message for text in match.contains)
            and re.search(match.regex, line.message)
        ]
        found.sort(key=lambda line: line.at)
        self.read["lines"] += min(len(found), limit)
        missing = tuple(group for group in log_groups if group not in there)
        return LogMatches(tuple(found[-limit:]), len(found) > limit, missing)

    def query(
        self, metrics: Sequence[tuple[Metric, str]], window: Window, period_seconds: int
    ) -> list[Series]:
        found = [self._series(metric, how, window, period_seconds) for metric, how in metrics]
        self.read["metricReads"] += 1
        self.read["metricRequests"] += _requests(found)
        self.read["metricsRead"] += len(metrics)
        self.read["datapoints"] += sum(len(series.times) for series in found)
        return found

    def _places(self, window: Window) -> range:
        """Which of a group's lines lie in the window. They come at an even pace."""
        start = self.fired_at - timedelta(seconds=_SECONDS)
        pace = LINES_A_FUNCTION / _SECONDS
        first, last = (
            -int(-(moment - start).total_seconds() * pace // 1)
            for moment in (window.start, min(window.end, self.fired_at))
        )
        return range(max(0, first), min(LINES_A_FUNCTION, max(0, last)))

    def _line(self, group: str, place: int) -> LogLine:
        self._given[group][place] = 1
        offset = place * _SECONDS / LINES_A_FUNCTION - _SECONDS
        at = self.fired_at + timedelta(seconds=offset)
        request = f"{hash((self.seed, len(group), place)) & 0xFFFFFFFFFFFF:012x}"
        stamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        head = f"{stamp}\t5e1f7c0a-2b4d-4f6e-8a90-{request}\t"
        name = group.rpartition("/")[2]
        return LogLine(at, head + self._said(name, place, offset), group, "2026/11/21/[$LATEST]7")

    def _said(self, name: str, place: int, offset: float) -> str:
        if name in self.failing and offset >= _BROKE and place % 2:
            return self._failure(name)
        if place % 97 == 5:
            return f"WARN\tretrying {name} after {place % 900} ms"
        if place % 1_201 == 7:
            return f"ERROR\tcould not warm the cache of {name}: miss {place % 40}"
        return f"INFO\thandled {name} item {place * 7 % 10_007} in {20 + place % 90} ms"

    def _failure(self, name: str) -> str:
        if name == self.cause:
            return (
                'ERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"Cannot read'
                ' properties of undefined (reading \'weight\')","stack":["TypeError: Cannot read'
                " properties of undefined (reading 'weight')\",\"    at applyRules"
                ' (/var/task/src/rules.js:42:17)"]}'
            )
        callee = self.failing[self.failing.index(name) + 1]
        return f"ERROR\tcalling {callee} failed: it answered with status 500"

    def _series(self, metric: Metric, statistic: str, window: Window, period: int) -> Series:
        begin = int(-(-window.start.timestamp() // period) * period)
        end = min(window.end, self.fired_at).timestamp()
        name = next(iter(metric.dimensions.values()))
        broke = self.fired_at.timestamp() + _BROKE
        times, values = [], []
        for at in range(begin, -int(-end // 1), period):
            times.append(datetime.fromtimestamp(at, UTC))
            values.append(self._value(name, metric.name, at, at + period > broke, period))
        return Series(metric, statistic, tuple(times), tuple(values))

    def _value(self, name: str, metric: str, at: int, broken: bool, period: int) -> float:
        noise = (hash((self.seed, len(name), len(metric), at)) % 1_000) / 1_000 - 0.5
        minutes = period / 60 if metric in ("Invocations", "Errors") else 1
        if metric == "Errors" and name in self.failing and broken:
            return round(_FAILING_A_MINUTE * (1 + 0.2 * noise) * minutes)
        return round(_USUAL.get(metric, 0.0) * (1 + 0.2 * noise) * minutes, 1)


def _requests(found: Sequence[Series]) -> int:
    """How many requests of GetMetricData give these series."""
    batches = (found[at : at + _MOST_QUERIES] for at in range(0, len(found), _MOST_QUERIES))
    points = (sum(len(series.times) for series in batch) for batch in batches)
    return sum(max(1, -(-count // _MOST_DATAPOINTS)) for count in points)
