"""An incident with two hours of telemetry."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Iterator, Mapping
from typing import Any

from tests.evals._generate.incident import AFTER, MINUTE, Incident, Say, Series
from tests.evals._generate.styles import request_id

HISTORY = -7260.0
DAY = 86400.0
# What nobody would look at first is told every quarter, but for the last 20 minutes.
COARSE_UNTIL = -1260.0
COARSE = 15


class Meter(Series):
    """A series whose small values keep their digits: CloudWatch has latencies in seconds."""

    def value(self, at: float, dice: random.Random, phase: float) -> float | None:
        if self.unit != "Seconds":
            return super().value(at, dice, phase)
        self.unit, usual_unit = "Microseconds", self.unit
        shifts, self.shifts = self.shifts, [(a, to * 1e6, b, r) for a, to, b, r in self.shifts]
        self.usual *= 1e6
        value = super().value(at, dice, phase)
        self.unit, self.shifts, self.usual = usual_unit, shifts, self.usual / 1e6
        return None if value is None else float(f"{value / 1e6:.4g}")


class Telemetry(Incident):
    """Metrics in `closely` have a datapoint a minute for two hours.

    `volume`: the share of the lines that is kept, for the size of the files.
    """

    def __init__(self, name: str, project: str, title: str, volume: float = 0.5) -> None:
        super().__init__(name, project, title)
        self._volume = volume
        self._close: set[tuple[str, str]] = set()
        self._yesterday: set[tuple[str, str]] = set()

    def metric(
        self,
        resource: str,
        namespace: str,
        name: str,
        dimensions: Mapping[str, str],
        unit: str,
        usual: float,
        noise: float = 0.12,
    ) -> Telemetry:
        super().metric(resource, namespace, name, dimensions, unit, usual, noise)
        self._series[resource, name] = Meter(namespace, name, dimensions, unit, usual, noise)
        return self

    def metrics(
        self, resource: str, namespace: str, dimensions: Mapping[str, str], **usual: Any
    ) -> Telemetry:
        """`Name=(unit, usual level[, noise])`."""
        for name, told in usual.items():
            self.metric(resource, namespace, name, dimensions, *told)
        return self

    def closely(self, resource: str, *names: str) -> Telemetry:
        self._close |= {(resource, name) for name in names}
        return self

    def yesterday(self, resource: str, *names: str) -> Telemetry:
        """These have datapoints of the same two hours of the day before, and two more."""
        self._yesterday |= {(resource, name) for name in names}
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
        dips: tuple[float, float] | None = None,
    ) -> Telemetry:
        """`dips`: since when it is said less, and how many of these lines are left."""
        per_minute *= self._volume
        at = since + self.dice.expovariate(per_minute / MINUTE)
        while at < until:
            if dips is None or at < dips[0] or self.dice.random() < dips[1]:
                self.once(resource, at, say, level, tasks)
            at += self.dice.expovariate(per_minute / MINUTE)
        return self

    def once(
        self, resource: str, at: float, say: Say, level: str = "INFO", tasks: int = 2
    ) -> Telemetry:
        super().once(resource, at, say, level, tasks)
        number = self._lines[-1]["stream"].rpartition("/")[2]
        task = hashlib.sha256(f"{resource} {number}".encode()).hexdigest()[:12]
        kind = self._resources[resource]["type"]
        streams = {"lambda": f"2026/03/14/[$LATEST]{task}", "ecs": f"{resource}/app/{task}"}
        self._lines[-1]["stream"] = streams.get(kind, f"{resource}.{number}")
        return self

    def reports(
        self,
        function: str,
        per_minute: float,
        ms: float,
        memory: tuple[int, int],
        since: float = HISTORY,
        until: float = AFTER,
        timeout: float = math.inf,
    ) -> Telemetry:
        """The platform's line of each invocation; `memory`: configured and used, in MB."""

        def report(dice: random.Random) -> str:
            took = min(timeout, max(1.0, dice.gauss(ms, ms / 6)))
            used = min(memory[0], round(dice.gauss(memory[1], memory[1] / 30)))
            ended = "Status: timeout" if took >= timeout else ""
            return (
                f"REPORT RequestId: {request_id(dice)}\tDuration: {took:.2f} ms\t"
                f"Billed Duration: {math.ceil(took)} ms\tMemory Size: {memory[0]} MB\t"
                f"Max Memory Used: {used} MB\t{ended}"
            )

        usual, self._styles[function] = self._styles[function], lambda _d, _a, _l, text: text
        self.says(function, report, per_minute, since, until)
        self._styles[function] = usual
        return self

    # What is measured

    def _moments(self, key: tuple[str, str]) -> Iterator[float]:
        if key in self._yesterday:
            yield from (-DAY + minute * MINUTE - 1 for minute in range(-120, 61, 5))
        for minute in range(int(HISTORY / MINUTE), 0):
            at = (minute + 1) * MINUTE - 1
            if key in self._close or at > COARSE_UNTIL or minute % COARSE == 0:
                yield at

    def _data(self) -> Iterator[dict[str, Any]]:
        dice = random.Random(f"{self.name} metrics")
        for key, series in self._series.items():
            phase = dice.uniform(0, math.tau)
            for at in self._moments(key):
                value = series.value(at, dice, phase)
                if value is None or (value == 0 and series.name in _ONLY_WHEN):
                    continue
                yield {
                    "namespace": series.namespace,
                    "name": series.name,
                    "dimensions": dict(series.dimensions),
                    "unit": series.unit,
                    "at": int(at),
                    "value": int(value) if value == int(value) else value,
                }


# CloudWatch has no datapoint of these for a minute without one.
_ONLY_WHEN = ("WriteThrottleEvents", "ReadThrottleEvents", "HTTPCode_ELB_5XX_Count")
