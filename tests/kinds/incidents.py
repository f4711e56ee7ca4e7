"""What the tests of kinds make incidents with: a small service whose every name and rate is drawn.

`Situation.diagnosed` is the one place that runs a whole diagnosis.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from casebook.domain.diagnosis import Diagnosis
from casebook.domain.report import Report, Verdict
from casebook.ports.team_knowledge import TeamDocumentStore
from cli.evaluation import reading
from cli.evaluation.replay import Replay
from tests.evals import aws, logs
from tests.evals.builder import AFTER, HOUR, Incident
from tests.evals.builder.sampling import Sampling, Shares

CONFIDENT = 0.8
STEADY = Sampling(history=6 * HOUR, shares=Shares(), swing=0.0, daily=False)
"""Six hours of every minute, with no tide to speak of."""

_HEADS = ("ba", "ko", "ri", "tu", "ne", "sol", "mer", "gan", "pil", "dor", "vex", "lum")
_TAILS = ("dan", "lo", "mir", "ta", "sen", "qui", "bor", "fel", "no", "rix", "wen", "zu")
_STYLES = (logs.python_lambda, logs.node_lambda, logs.gunicorn, logs.django)


@dataclass
class Situation:
    """An incident in the making with its dice. `it` is the incident; `right` who is at fault in it,
    if anybody is."""

    it: Incident
    dice: random.Random
    right: str = ""
    _names: set[str] = field(default_factory=set)

    def name(self, kind: str = "") -> str:
        """A name that nobody has chosen."""
        while True:
            word = self.dice.choice(_HEADS) + self.dice.choice(_TAILS) + self.dice.choice(_TAILS)
            made = f"{word}-{kind}" if kind else word
            if made not in self._names:
                self._names.add(made)
                return made

    def host(self) -> str:
        return f"api.{self.name()}.example"

    def style(self) -> logs.Style:
        """How some software writes its lines."""
        return self.dice.choice(_STYLES)

    def business(
        self,
        resource: str,
        per_minute: float = 2.0,
        since: float | None = None,
        until: float = AFTER,
    ) -> None:
        """Lines that say that it works."""
        text = f"{self.name()} <1..9999> done in <3..80> ms"
        self.it.says(resource, text, per_minute, since, until)

    def function(self, calls: float = 60, **levels: Any) -> str:
        """A function with its daily lines."""
        name = self.name(self.dice.choice(("handler", "worker", "api", "fn")))
        self.it.has(aws.function(name, self.style(), calls, **levels))
        self.business(name)
        return name

    def minutes_ago(self, least: int, most: int) -> float:
        """A moment, in seconds from the alarm."""
        return -60.0 * self.dice.uniform(least, most)

    def period(self, seconds: float) -> None:
        """The alarm's own period."""
        self.it._alarm["Trigger"]["Period"] = int(seconds)

    @property
    def project(self) -> str:
        return str(self.it._workload["project"])

    def diagnosed(self, documents: TeamDocumentStore | None = None) -> Report:
        """What a diagnosis of it concludes; `documents` have what the team knows."""
        report = self.diagnosis(documents).report
        assert report, "the diagnosis ended without a report"
        return report

    def diagnosis(self, documents: TeamDocumentStore | None = None) -> Diagnosis:
        self.it.expects(None, "none")  # a scenario has to say something
        files = {name: text.decode() for name, text in self.it.files().items()}
        with redirect_stdout(StringIO()):  # where metrics are printed
            return Replay(reading.parse(self.it.name, files), documents=documents).diagnosis()


def situation(seed: int, about: str, sampling: Sampling = STEADY) -> Situation:
    """An empty workload whose dice are those of the seed and of what it is about."""
    dice = random.Random(f"{about} {seed}")
    title = dice.choice(_HEADS) + dice.choice(_TAILS)
    return Situation(Incident(f"{about}-{seed}", f"{title}s", title, sampling), dice)


def blamed(report: Report) -> str | None:
    return report.root_cause.resource if report.root_cause else None


def is_healthy(report: Report) -> bool:
    return report.verdict is Verdict.HEALTHY


def confidently_blames_other(report: Report, *right: str) -> bool:
    """True if a resource that is none of these is named, and with certainty."""
    is_other = blamed(report) not in (None, *right)
    return is_other and report.confidence > CONFIDENT


def share(outcomes: Iterable[bool]) -> float:
    """The share of those that hold."""
    listed = list(outcomes)
    return sum(listed) / len(listed)
