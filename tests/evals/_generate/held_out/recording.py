"""An incident as an account records it: two hours of every minute, and the platform's own words."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.evals._generate.held_out.level import DAY, Level
from tests.evals._generate.incident import AFTER, MINUTE, Incident, Say
from tests.evals._generate.styles import Style, bare, request_id

START = -121 * MINUTE

# AWS has no datapoint of these for a minute without one.
_ONLY_WHEN = (
    "HTTPCode_Target_5XX_Count",
    "HTTPCode_ELB_5XX_Count",
    "WriteThrottleEvents",
    "ReadThrottleEvents",
    "ExecutionsFailed",
)


class Recording(Incident):
    """One phase of the day for all of its metrics, streams named as AWS names them."""

    def __init__(self, name: str, project: str, title: str) -> None:
        super().__init__(name, project, title)
        self._streams: dict[str, list[str]] = {}

    # What there is

    def metric(
        self,
        resource: str,
        namespace: str,
        name: str,
        dimensions: Mapping[str, str],
        unit: str,
        usual: float,
        noise: float = 0.07,
        cycle: float = 0.1,
    ) -> Recording:
        address = {"namespace": namespace, "name": name, "dimensions": dict(dimensions)}
        self._resources[resource]["metrics"].append(address)
        self._series[resource, name] = Level(namespace, name, dimensions, unit, usual, noise, cycle)
        return self

    def balancer(
        self, name: str, requests: float, seconds: float, errors: float = 0.3
    ) -> Recording:
        """An application load balancer, with its targets' errors."""
        self.resource(name, "other")
        at = {"LoadBalancer": f"app/{name}/{random.Random(name).getrandbits(48):012x}"}
        space = "AWS/ApplicationELB"
        self.metric(name, space, "RequestCount", at, "Count", requests)
        self.metric(name, space, "HTTPCode_Target_5XX_Count", at, "Count", errors)
        return self.metric(name, space, "TargetResponseTime", at, "Seconds", seconds)

    def tasks(
        self, name: str, style: Style, cluster: str, cpu: float, memory: float | None = None
    ) -> Recording:
        """A service on ECS, as ECS itself measures it."""
        at = {"ClusterName": cluster, "ServiceName": name}
        self.resource(name, "ecs", style)
        self.metric(name, "AWS/ECS", "CPUUtilization", at, "Percent", cpu)
        if memory is not None:
            self.metric(name, "AWS/ECS", "MemoryUtilization", at, "Percent", memory, 0.01, 0.01)
        return self

    def counted(
        self, name: str, space: str, requests: float, ms: float, errors: float = 0.2
    ) -> Recording:
        """What a service counts of its own requests."""
        at = {"Service": name}
        self.metric(name, space, "Requests", at, "Count", requests)
        self.metric(name, space, "5xx", at, "Count", errors)
        return self.metric(name, space, "Latency", at, "Milliseconds", ms)

    def instance(
        self, name: str, connections: float, style: Style | None = None, log: str = "postgresql"
    ) -> Recording:
        """A database of RDS."""
        self.resource(name, "rds", style, f"/aws/rds/instance/{name}/{log}")
        at = {"DBInstanceIdentifier": name}
        self.metric(name, "AWS/RDS", "CPUUtilization", at, "Percent", 27)
        return self.metric(
            name, "AWS/RDS", "DatabaseConnections", at, "Count", connections, 0.03, 0.03
        )

    def backlog(self, name: str) -> Recording:
        """A queue, by what waits in it."""
        self.resource(name, "sqs")
        at = {"QueueName": name}
        self.metric(name, "AWS/SQS", "ApproximateNumberOfMessagesVisible", at, "Count", 3)
        return self.metric(name, "AWS/SQS", "ApproximateAgeOfOldestMessage", at, "Seconds", 2)

    def reaches(self, resource: str, metric: str, earlier: Iterable[float]) -> Recording:
        """This metric, one of averages, is also known from before the two hours."""
        series = self._series[resource, metric]
        assert isinstance(series, Level)
        series.earlier = sorted(earlier)
        return self

    # What is logged

    def says(
        self,
        resource: str,
        say: Say,
        per_minute: float,
        since: float = START,
        until: float = AFTER,
        level: str = "INFO",
        tasks: int = 2,
        style: Style | None = None,
    ) -> Recording:
        """Lines at random moments, at this rate on the average, a fifth more on the half hour."""
        fastest = per_minute * 1.2 / MINUTE
        at = since + self.dice.expovariate(fastest)
        while at < until:
            if self.dice.random() < (1 + 0.2 * math.sin(at * math.tau / 3600)) / 1.2:
                self.once(resource, at, say, level, tasks, style)
            at += self.dice.expovariate(fastest)
        return self

    def once(
        self,
        resource: str,
        at: float,
        say: Say,
        level: str = "INFO",
        tasks: int = 2,
        style: Style | None = None,
    ) -> Recording:
        text = say if isinstance(say, str) else say(self.dice)
        write = style or self._styles[resource]
        self._lines.append(
            {
                "group": self._resources[resource]["logGroups"][0],
                "stream": self._stream(resource, self.dice.randrange(tasks)),
                "at": round(at, 2),
                "message": write(self.dice, at, level, text),
            }
        )
        return self

    def platform(
        self, function: str, per_minute: float, ms: float, until: float = AFTER
    ) -> Recording:
        """START, END and REPORT of some of a function's invocations."""
        at = START + self.dice.expovariate(per_minute / MINUTE)
        while at < until:
            took = max(1.0, self.dice.gauss(ms, ms / 6))
            run = f"RequestId: {request_id(self.dice)}"
            tail = f"Duration: {took:.2f} ms\tBilled Duration: {math.ceil(took)} ms"
            used = f"Memory Size: 512 MB\tMax Memory Used: {self.dice.randint(96, 140)} MB"
            for later, line in (
                (0.0, f"START {run} Version: $LATEST"),
                (took / 1000, f"END {run}"),
                (took / 1000, f"REPORT {run}\t{tail}\t{used}"),
            ):
                self.once(function, at + later, line, tasks=1, style=bare)
            at += self.dice.expovariate(per_minute / MINUTE)
        return self

    def _stream(self, resource: str, number: int) -> str:
        known = self._streams.setdefault(resource, [])
        names = random.Random(f"{self.name} {resource}")
        while len(known) <= number:
            known.append(f"{names.getrandbits(160):040x}"[len(known) :][:8])
        kind = self._resources[resource]["type"]
        prefix = {"lambda": "2026/03/14/[$LATEST]", "ecs": "app/"}.get(kind, "")
        return prefix + known[number]

    # What fired

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
        missing: str = "missing",
        updated: float = -DAY * 97,
    ) -> Recording:
        """`updated`: when somebody last changed the alarm itself."""
        super().alarm(name, resource, metric, threshold, periods, description, breaching, statistic)
        self._alarm["Trigger"]["TreatMissingData"] = missing
        self._alarm["AlarmConfigurationUpdatedTimestamp"] = updated
        return self

    def reason(self, text: str) -> Recording:
        """What the alarm says of itself, where it is not about datapoints over a threshold."""
        self._alarm["NewStateReason"] = text
        return self

    def _data(self) -> Iterator[dict[str, Any]]:
        dice = random.Random(f"{self.name} metrics")
        phase = dice.uniform(0, math.tau)
        minutes = [START + MINUTE * (number + 1) - 1 for number in range(121)]
        for series in self._series.values():
            assert isinstance(series, Level)
            for at in [*series.earlier, *minutes]:
                value = series.value(at, dice, phase)
                if value is not None and not (value == 0 and series.name in _ONLY_WHEN):
                    yield {
                        "namespace": series.namespace,
                        "name": series.name,
                        "dimensions": dict(series.dimensions),
                        "unit": series.unit,
                        "at": int(at),
                        "value": int(value) if value == int(value) else value,
                    }
