"""An account of which every minute of the metrics that matter is kept, and less of the others."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from typing import Any

from tests.evals._generate.exam.estate import FAULT_SHARE, USUAL_SHARE, Estate
from tests.evals._generate.held_out.recording import START
from tests.evals._generate.incident import AFTER, Say
from tests.evals._generate.styles import Style, bare, request_id


class Account(Estate):
    """What is not named in `closely` has a datapoint every five minutes.

    `kept`: the share of the lines of daily business and of those of the incident that are kept,
    for the size of the files.
    """

    def __init__(
        self, name: str, project: str, title: str, kept: tuple[float, float] = (1.0, 0.7)
    ) -> None:
        super().__init__(name, project, title)
        self._kept = kept
        self._close: set[tuple[str, str]] = set()

    # What is measured

    def closely(self, resource: str, *metrics: str) -> Account:
        self._close |= {(resource, metric) for metric in metrics}
        return self

    def moves(
        self,
        resource: str,
        since: float,
        to: Mapping[str, float],
        until: float = AFTER,
        ramp: float = 0.0,
    ) -> Account:
        """From `since` on these metrics of one resource stand at other levels."""
        for metric, level in to.items():
            self.series(resource, metric).shift(since, level, until, ramp)
        return self

    def http_api(
        self, name: str, requests: float, ms: float, style: Style | None = None
    ) -> Account:
        """An HTTP API of API Gateway, with its access log if there is a style."""
        self.resource(name, "apigateway", style, f"/aws/apigateway/{name}")
        at = {"ApiId": f"{random.Random(name).getrandbits(50):010x}"[:10], "Stage": "$default"}
        levels = {
            "Count": ("Count", requests),
            "5xx": ("Count", 0.2),
            "Latency": ("Milliseconds", ms),
        }
        self.measured(name, "AWS/ApiGateway", at, levels)
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
    ) -> Account:
        usual, faults = self._kept
        share = faults if since > START else usual
        super().says(resource, say, per_minute * share, since, until, level, tasks, style)
        return self

    def business(
        self,
        resource: str,
        say: Say,
        per_minute: float,
        falls: tuple[float, float] | None = None,
        level: str = "INFO",
        style: Style | None = None,
    ) -> Account:
        """Daily business. `falls`: since when there is less of it, and which share is left."""
        since, left = falls or (AFTER, 1.0)
        self.says(resource, say, per_minute, until=since, level=level, style=style)
        if since < AFTER and left:
            # What is left of daily business is thinned as such, not as an incident.
            rest = per_minute * left * USUAL_SHARE * self._kept[0] / FAULT_SHARE / self._kept[1]
            self.says(resource, say, rest, since=since, level=level, style=style)
        return self

    def reports(
        self,
        function: str,
        per_minute: float,
        ms: float,
        memory: tuple[int, int],
        since: float = START,
        until: float = AFTER,
        status: str = "",
    ) -> Account:
        """Lambda's REPORT of invocations; `memory`: configured and used, in MB."""

        def report(dice: random.Random) -> str:
            took = ms if "timeout" in status else max(1.0, dice.gauss(ms, ms / 6))
            used = round(dice.gauss(memory[1], memory[1] / 40))
            return (
                f"REPORT RequestId: {request_id(dice)}\tDuration: {took:.2f} ms\t"
                f"Billed Duration: {math.ceil(took)} ms\tMemory Size: {memory[0]} MB\t"
                f"Max Memory Used: {used} MB\t{status}"
            ).rstrip("\t")

        self.says(function, report, per_minute, since, until, style=bare)
        return self

    # What fired

    def alarm(self, name: str, resource: str, metric: str, *rest: Any, **more: Any) -> Account:
        super().alarm(name, resource, metric, *rest, **more)
        return self.closely(resource, metric)

    def _data(self) -> Iterator[dict[str, Any]]:
        self._seldom = set(self._series) - self._close
        yield from super()._data()
