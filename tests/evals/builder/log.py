"""The lines of a scenario: at random moments, each as its software writes it."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.evals.aws.resources import Resource
from tests.evals.builder import platform
from tests.evals.builder.sampling import AFTER, HOUR, MINUTE, Sampling
from tests.evals.builder.templates import Say, text_of
from tests.evals.logs.clock import Style


@dataclass(frozen=True)
class Saying:
    """What a resource says, by how many of its tasks; a style of None is the resource's own."""

    resource: Resource
    say: Say
    level: str = "INFO"
    tasks: int = 2
    style: Style | None = None


class Log:
    """Streams are named as AWS names them."""

    def __init__(self, name: str, dice: random.Random, sampling: Sampling) -> None:
        self._name, self._dice, self._sampling = name, dice, sampling
        self._streams: dict[str, list[str]] = {}
        self._lines: list[dict[str, Any]] = []

    def lines(self) -> list[dict[str, Any]]:
        """As `logs.jsonl` has them."""
        return sorted(self._lines, key=lambda line: line["at"])

    def write(self, said: Saying, at: float) -> None:
        text = text_of(said.say, self._dice)
        stream = self._stream(said.resource, self._dice.randrange(said.tasks))
        style = said.style or said.resource.style
        assert style, f"{said.resource.name} writes no log"
        message = style(self._dice, at, said.level, text)
        group = said.resource.log_group
        assert group
        self.add(group, stream, at, message)

    def add(self, group: str, stream: str, at: float, message: str) -> None:
        self._lines.append(
            {"group": group, "stream": stream, "at": round(at, 2), "message": message}
        )

    def repeat(
        self,
        said: Saying,
        per_minute: float,
        since: float | None = None,
        until: float = AFTER,
        falls: tuple[float, float] | None = None,
    ) -> None:
        """At this rate on the average. `falls`: since when there is less, and which share is left.
        Without a moment to begin with it is daily business."""
        share = self._sampling.share(said.level, since)
        begin = -self._sampling.history if since is None else since
        if falls is None or self._sampling.thins:
            for at in self._moments(per_minute * share, begin, until):
                if falls is None or at < falls[0] or self._dice.random() < falls[1]:
                    self.write(said, at)
            return
        for start, end, left in ((begin, falls[0], 1.0), (falls[0], until, falls[1])):
            for at in self._moments(per_minute * share * left, start, end) if left else ():
                self.write(said, at)

    def _moments(self, per_minute: float, since: float, until: float) -> Iterator[float]:
        swing = self._sampling.swing
        fastest = per_minute * (1 + swing) / MINUTE
        at = since + self._dice.expovariate(fastest)
        while at < until:
            often = (1 + swing * math.sin(at * math.tau / HOUR)) / (1 + swing)
            if not swing or self._dice.random() < often:
                yield at
            at += self._dice.expovariate(fastest)

    def invocations(
        self, per_minute: float, ms: float, until: float
    ) -> Iterator[tuple[float, str]]:
        """When Lambda says what of some invocations."""
        at = self._dice.expovariate(per_minute / MINUTE) - self._sampling.history
        while at < until:
            took, lines = platform.invocation(ms, self._dice)
            yield from ((at + later * took / 1000, line) for later, line in lines)
            at += self._dice.expovariate(per_minute / MINUTE)

    def _stream(self, resource: Resource, number: int) -> str:
        known = self._streams.setdefault(resource.name, [])
        names = random.Random(f"{self._name} {resource.name}")
        while len(known) <= number:
            known.append(f"{names.getrandbits(160):040x}"[len(known) :][:8])
        prefix = {"lambda": "2026/03/14/[$LATEST]", "ecs": "app/"}.get(resource.type, "")
        return prefix + known[number]
