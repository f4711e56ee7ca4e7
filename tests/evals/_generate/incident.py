"""Builds one scenario: healthy traffic with its noise, and on top of it what goes wrong."""

from __future__ import annotations

import itertools
import json
import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.evals._generate.styles import Style, request_id

# An hour to compare with, before a window of a few minutes.
HISTORY = -61 * 60.0
AFTER = 90.0
MINUTE = 60.0
ACCOUNT = "418295736104"

Say = str | Callable[[random.Random], str]


@dataclass
class Series:
    """A metric minute by minute: its usual level with a slow cycle and noise, and shifts."""

    namespace: str
    name: str
    dimensions: Mapping[str, str]
    unit: str
    usual: float
    noise: float = 0.12
    cycle: float = 0.1
    shifts: list[tuple[float, float, float, float]] = field(default_factory=list)
    silent: list[tuple[float, float]] = field(default_factory=list)

    def shift(self, since: float, to: float, until: float = AFTER, ramp: float = 0.0) -> Series:
        """From `since` on it stands at `to`; `ramp`: how long it takes to get there."""
        self.shifts.append((since, to, until, ramp))
        return self

    def silence(self, since: float, until: float = AFTER) -> Series:
        self.silent.append((since, until))
        return self

    def value(self, at: float, dice: random.Random, phase: float) -> float | None:
        if any(since <= at <= until for since, until in self.silent):
            return None
        level = self.usual * (1 + self.cycle * math.sin(phase + at / 3600))
        for since, to, until, ramp in self.shifts:
            if since <= at <= until:
                way = min(1.0, (at - since) / ramp) if ramp else 1.0
                level += (to - level) * way
        value = dice.gauss(level, abs(level) * self.noise)
        if self.unit == "Count":
            return float(max(0, poisson(dice, level) if level < 20 else round(value)))
        if self.unit == "Percent":
            value = min(value, 100.0)
        return round(max(0.0, value), 2 if value < 1000 else 0)


class Incident:
    """A scenario in the making. Everything random comes from dice seeded with its name."""

    def __init__(self, name: str, project: str, title: str) -> None:
        self.name = name
        self.dice = random.Random(name)
        self._workload: dict[str, Any] = {"name": title, "project": project}
        self._resources: dict[str, dict[str, Any]] = {}
        self._series: dict[tuple[str, str], Series] = {}
        self._styles: dict[str, Style] = {}
        self._calls: list[list[str]] = []
        self._lines: list[dict[str, Any]] = []
        self._changes: list[dict[str, Any]] = []
        self._runbooks: dict[str, str] = {}
        self._alarm: dict[str, Any] = {}
        self._expected: dict[str, Any] = {}
        self._history = HISTORY

    # What there is

    def resource(
        self, name: str, kind: str, style: Style | None = None, group: str | None = None
    ) -> Incident:
        """Without a style it writes no log."""
        self._resources[name] = {"name": name, "type": kind, "logGroups": [], "metrics": []}
        if style is not None:
            default = {"lambda": "/aws/lambda/", "ecs": "/ecs/", "rds": "/aws/rds/instance/"}
            found = group or default.get(kind, "/app/") + name
            self._resources[name]["logGroups"] = [found]
            self._styles[name] = style
        return self

    def function(self, name: str, style: Style, calls: float = 60, ms: float = 120) -> Incident:
        self.resource(name, "lambda", style)
        at = {"FunctionName": name}
        self.metric(name, "AWS/Lambda", "Invocations", at, "Count", calls)
        self.metric(name, "AWS/Lambda", "Errors", at, "Count", 0)
        return self.metric(name, "AWS/Lambda", "Duration", at, "Milliseconds", ms)

    def service(
        self, name: str, style: Style, cluster: str, calls: float = 300, ms: float = 45
    ) -> Incident:
        """A service on ECS behind a target group, with its own request metrics."""
        self.resource(name, "ecs", style)
        at = {"ClusterName": cluster, "ServiceName": name}
        self.metric(name, "AWS/ECS", "CPUUtilization", at, "Percent", 31)
        self.metric(name, "AWS/ECS", "MemoryUtilization", at, "Percent", 44, noise=0.02)
        mine = {"Service": name}
        self.metric(name, f"{cluster}/http", "Requests", mine, "Count", calls)
        self.metric(name, f"{cluster}/http", "5xx", mine, "Count", 0.1)
        return self.metric(name, f"{cluster}/http", "Latency", mine, "Milliseconds", ms)

    def database(self, name: str, connections: float = 60, style: Style | None = None) -> Incident:
        self.resource(name, "rds", style, f"/aws/rds/instance/{name}/postgresql")
        at = {"DBInstanceIdentifier": name}
        self.metric(name, "AWS/RDS", "CPUUtilization", at, "Percent", 28)
        self.metric(name, "AWS/RDS", "DatabaseConnections", at, "Count", connections, noise=0.04)
        return self.metric(name, "AWS/RDS", "ReadLatency", at, "Milliseconds", 1.4)

    def table(self, name: str, writes: float = 80) -> Incident:
        self.resource(name, "dynamodb")
        at = {"TableName": name}
        self.metric(name, "AWS/DynamoDB", "WriteThrottleEvents", at, "Count", 0)
        self.metric(name, "AWS/DynamoDB", "ReadThrottleEvents", at, "Count", 0)
        return self.metric(name, "AWS/DynamoDB", "ConsumedWriteCapacityUnits", at, "Count", writes)

    def queue(self, name: str, sent: float = 40) -> Incident:
        self.resource(name, "sqs")
        at = {"QueueName": name}
        self.metric(name, "AWS/SQS", "NumberOfMessagesSent", at, "Count", sent)
        self.metric(name, "AWS/SQS", "ApproximateNumberOfMessagesVisible", at, "Count", 3)
        return self.metric(name, "AWS/SQS", "ApproximateAgeOfOldestMessage", at, "Seconds", 2)

    def outside(self, name: str, calls: float = 60, ms: float = 90) -> Incident:
        """Somebody else's API, as the caller's client counts it."""
        self.resource(name, "http")
        at = {"Host": name}
        self.metric(name, "Clients/http", "Requests", at, "Count", calls)
        self.metric(name, "Clients/http", "Failures", at, "Count", 0.05)
        return self.metric(name, "Clients/http", "Latency", at, "Milliseconds", ms)

    def metric(
        self,
        resource: str,
        namespace: str,
        name: str,
        dimensions: Mapping[str, str],
        unit: str,
        usual: float,
        noise: float = 0.12,
    ) -> Incident:
        address = {"namespace": namespace, "name": name, "dimensions": dict(dimensions)}
        self._resources[resource]["metrics"].append(address)
        self._series[resource, name] = Series(namespace, name, dimensions, unit, usual, noise)
        return self

    def calls(self, *chains: str) -> Incident:
        """`a > b > c`: who calls whom."""
        for chain in chains:
            names = chain.split(" > ")
            self._calls += [list(pair) for pair in itertools.pairwise(names)]
        return self

    def series(self, resource: str, metric: str) -> Series:
        return self._series[resource, metric]

    def longer(self, hours: float) -> Incident:
        """Metrics reach further back, every ten minutes."""
        self._history = -hours * 3600
        return self

    # What is logged

    def says(
        self,
        resource: str,
        say: Say,
        per_minute: float,
        since: float = HISTORY,
        until: float = AFTER,
        level: str = "INFO",
        tasks: int = 2,
    ) -> Incident:
        """Lines at random moments, at this rate on the average.

        Every other line of daily business is left out, for the size of the files.
        """
        if level == "INFO" and since == HISTORY:
            per_minute /= 2
        at = since + self.dice.expovariate(per_minute / MINUTE)
        while at < until:
            self.once(resource, at, say, level, tasks)
            at += self.dice.expovariate(per_minute / MINUTE)
        return self

    def once(
        self, resource: str, at: float, say: Say, level: str = "INFO", tasks: int = 2
    ) -> Incident:
        text = say if isinstance(say, str) else say(self.dice)
        self._lines.append(
            {
                "group": self._resources[resource]["logGroups"][0],
                "stream": f"{resource}/{self.dice.randrange(tasks)}",
                "at": round(at, 2),
                "message": self._styles[resource](self.dice, at, level, text),
            }
        )
        return self

    def writes(self, resource: str, style: Style) -> Incident:
        """From here on it writes in another style."""
        self._styles[resource] = style
        return self

    def runs(self, function: str, per_minute: float = 2, ms: float = 120) -> Incident:
        """What the Lambda platform says of each invocation."""

        def report(dice: random.Random) -> str:
            took = max(1.0, dice.gauss(ms, ms / 5))
            return (
                f"REPORT RequestId: {request_id(dice)}\tDuration: {took:.2f} ms\t"
                f"Billed Duration: {math.ceil(took)} ms\tMemory Size: 512 MB\tMax Memory Used: "
                f"{dice.randint(88, 131)} MB"
            )

        usual, self._styles[function] = self._styles[function], lambda _d, _a, _l, text: text
        self.says(function, report, per_minute)
        self._styles[function] = usual
        return self

    # What was done, what fired, what is right

    def change(
        self,
        at: float,
        kind: str,
        resource: str,
        summary: str,
        actor: str = "release-pipeline",
        diff: Any = None,
    ) -> Incident:
        entry = {"at": at, "kind": kind, "resource": resource, "actor": actor, "summary": summary}
        self._changes.append(entry | ({} if diff is None else {"diff": diff}))
        return self

    def runbook(self, name: str, text: str) -> Incident:
        self._runbooks[name] = text
        return self

    def alarm(
        self,
        name: str,
        resource: str,
        metric: str,
        threshold: float,
        periods: int = 2,
        description: str = "",
        breaching: str = "GreaterThanThreshold",
        statistic: str = "SUM",
    ) -> Incident:
        watched = self._series[resource, metric]
        self._alarm = {
            "AlarmName": name,
            "AlarmDescription": description or None,
            "AWSAccountId": ACCOUNT,
            "AlarmConfigurationUpdatedTimestamp": -86400 * 41,
            "NewStateValue": "ALARM",
            "NewStateReason": (
                f"Threshold Crossed: {periods} datapoints were {_WORDS[breaching]} the threshold "
                f"({threshold})."
            ),
            "StateChangeTime": 0,
            "Region": "US East (N. Virginia)",
            "AlarmArn": f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:{name}",
            "OldStateValue": "OK",
            "Trigger": {
                "MetricName": watched.name,
                "Namespace": watched.namespace,
                "StatisticType": "Statistic",
                "Statistic": statistic,
                "Unit": None,
                "Dimensions": [
                    {"value": value, "name": key} for key, value in watched.dimensions.items()
                ],
                "Period": 60,
                "EvaluationPeriods": periods,
                "DatapointsToAlarm": periods,
                "ComparisonOperator": breaching,
                "Threshold": threshold,
                "TreatMissingData": "missing",
            },
        }
        return self

    def expects(
        self,
        verdict: str | list[str],
        resource: Any,
        category: Any = None,
        mentions: list[str] | None = None,
        blames: list[str] | None = None,
    ) -> Incident:
        self._expected = {"verdict": verdict, "resource": resource}
        optional = {"category": category, "mentions": mentions, "blames": blames}
        self._expected |= {name: value for name, value in optional.items() if value is not None}
        return self

    def files(self) -> dict[str, bytes]:
        """What `docs/evaluation.md` calls a scenario: the texts of its files, by their names."""
        workload = {
            **self._workload,
            "resources": list(self._resources.values()),
            "calls": self._calls,
        }
        texts = {
            "workload.json": _document(workload),
            "alarm.json": _document(self._alarm),
            "expected.json": _document(self._expected),
            "logs.jsonl": _lines(sorted(self._lines, key=lambda line: line["at"])),
            "metrics.jsonl": _lines(self._data()),
            "changes.jsonl": _lines(sorted(self._changes, key=lambda change: change["at"])),
        }
        texts |= {f"runbooks/{name}": text for name, text in self._runbooks.items()}
        return {name: text.encode() for name, text in texts.items() if text}

    def _data(self) -> Iterator[dict[str, Any]]:
        dice = random.Random(f"{self.name} metrics")
        for series in self._series.values():
            phase = dice.uniform(0, math.tau)
            for at in self._times():
                value = series.value(at, dice, phase)
                if value is not None and not (value == 0 and series.name in _ONLY_WHEN):
                    yield {
                        "namespace": series.namespace,
                        "name": series.name,
                        "dimensions": dict(series.dimensions),
                        "unit": series.unit,
                        "at": at,
                        "value": int(value) if value == int(value) else value,
                    }

    def _times(self) -> Iterator[float]:
        at = self._history
        while at < HISTORY:
            yield at
            at += 10 * MINUTE
        at = HISTORY
        while at < 0:
            yield at + MINUTE - 1
            at += MINUTE


# CloudWatch has no datapoint of these for a minute without one.
_ONLY_WHEN = ("WriteThrottleEvents", "ReadThrottleEvents")
_WORDS = {
    "GreaterThanThreshold": "greater than",
    "LessThanThreshold": "less than",
    "GreaterThanOrEqualToThreshold": "greater than or equal to",
}


def _document(value: Any) -> str:
    return json.dumps(value, indent=2) + "\n"


def _lines(entries: Iterable[Any]) -> str:
    return "".join(json.dumps(entry, separators=(",", ":")) + "\n" for entry in entries)


def poisson(dice: random.Random, mean: float) -> int:
    """Knuth's way, which does for small means."""
    limit, product, count = math.exp(-max(mean, 0.0)), dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count
