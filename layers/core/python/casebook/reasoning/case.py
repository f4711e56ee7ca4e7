"""What a specialist's rules reason over: its own tool runs, typed, and the scope."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from casebook.analysis.error_lines import informs_of_trouble
from casebook.citing.claims import Citing
from casebook.domain.change import Change
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Category, ErrorPattern, Finding, FindingKind
from casebook.domain.ids import FINDING, new_id
from casebook.domain.model import Model
from casebook.domain.window import Window
from casebook.knowledge.metrics import MetricKind, describe_metric
from casebook.reasoning.reading import Reading, read
from casebook.reasoning.signs import Sign, is_guess, sign_of
from casebook.reasoning.standing import Standing
from casebook.tools.results import AlarmReading, LogPatterns
from casebook.tools.run import ToolRun
from casebook.tools.tool import Scope

D = TypeVar("D", bound=Model)

# What a warning says weighs less than an error, what is told as information less than that, and
# what a program guesses at less than any.
_ONLY_WARNED, _ONLY_INFORMED, _ONLY_GUESSED = 0.85, 0.75, 0.7
# Information is of the incident if it began with it, as closely as an alarm can tell.
_WITH_IT = timedelta(minutes=5)

# That all of so few came within the window, where they may have come in the hour before as well.
_BY_CHANCE = 0.1
# From fewer seconds nobody knows how often something comes.
_LEAST_BASIS = 300.0

BASELINE_MINUTES = 60.0
"""How far `get_log_patterns` looks back for what is usual."""


@dataclass(frozen=True)
class Sighting:
    """An error pattern of the window, read, with the evidence that shows it."""

    pattern: ErrorPattern
    reading: Reading
    sign: Sign | None
    evidence: Evidence
    only_warns: bool = False
    only_informs: bool = False

    @property
    def resource(self) -> str:
        return self.pattern.resource

    @property
    def onset(self) -> datetime | None:
        """When it began, if that is known."""
        return self.pattern.began

    @property
    def cited(self) -> ErrorPattern:
        return self.pattern.model_copy(update={"evidence": (self.evidence.id,)})


@dataclass(frozen=True)
class Case:
    """The runs of one agent; `agent` signs the findings."""

    agent: str
    runs: tuple[ToolRun[Any], ...]
    scope: Scope

    def results(self, kind: type[D]) -> list[tuple[Evidence, D]]:
        """Every successful result of this kind, with its evidence."""
        return [(run.evidence, run.data) for run in self.runs if isinstance(run.data, kind)]

    @cached_property
    def standings(self) -> tuple[tuple[Evidence, Standing], ...]:
        """How the alarm stands, by each look at it; several rules ask, and it takes a while."""
        return tuple(
            (evidence, Standing(reading)) for evidence, reading in self.results(AlarmReading)
        )

    @cached_property
    def news(self) -> tuple[Sighting, ...]:
        """Error patterns that are new, or far more frequent than in the hour before."""
        return tuple(each for each, fresh in self._sightings() if fresh)

    @cached_property
    def noise(self) -> tuple[Sighting, ...]:
        """Error patterns that were as frequent before: real, but no news."""
        return tuple(each for each, fresh in self._sightings() if fresh is False)

    @cached_property
    def telling(self) -> tuple[Sighting, ...]:
        """What rules look for a cause in: the news, and warnings that are new and show a sign.
        Many a program warns of the reason and fails without it, or logs no error at all."""
        return (*self.news, *self.warnings)

    @cached_property
    def warnings(self) -> tuple[Sighting, ...]:
        """What was told below the level of an error, is new, and shows a sign."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[Sighting]:
        for evidence, found in self.results(LogPatterns):
            for pattern in found.warnings:
                reading = read(pattern)
                sign = sign_of(reading)
                if sign in (None, Sign.CLIENT_GONE):
                    continue
                informs = informs_of_trouble(pattern.example)
                if not informs or self._began_with_it(pattern):
                    yield Sighting(pattern, reading, sign, evidence, True, informs)

    def _began_with_it(self, pattern: ErrorPattern) -> bool:
        """True if it came to be with the incident or with errors of its resource, and none of those
        says by itself what is wrong."""
        own = [error for error in self.news if error.resource == pattern.resource]
        if pattern.onset is None or any(error.sign is not None for error in own):
            return False
        begun = [self.scope.window.start, *(error.onset for error in own if error.onset)]
        period = self.scope.alarm.period_seconds if self.scope.alarm else 0
        slack = max(_WITH_IT, 2 * timedelta(seconds=period))
        return any(abs(pattern.onset - moment) <= slack for moment in begun)

    def _sightings(self) -> Iterator[tuple[Sighting, bool | None]]:
        for evidence, found in self.results(LogPatterns):
            for pattern in found.patterns:
                reading = read(pattern)
                sighting = Sighting(pattern, reading, sign_of(reading), evidence)
                fresh = is_news(pattern, evidence.window, found.known_since)
                yield sighting, True if fresh is None and self._is_counted(pattern) else fresh

    def _is_counted(self, pattern: ErrorPattern) -> bool:
        """True for an error that somebody looks for, however rare: one of the very resource whose
        failures set off the alarm, and any where no alarm did."""
        alarm, owner = self.scope.alarm, self.scope.alarmed
        if alarm is None:
            return True  # whoever asks wants to hear of whatever failed
        if owner is None or owner.name != pattern.resource:
            return False
        watched = [describe_metric(metric.namespace, metric.name) for metric in alarm.metrics]
        return any(traits.kind is MetricKind.ERRORS for traits in watched)

    def finding(
        self,
        rule: str,
        kind: FindingKind,
        claim: str,
        strength: float,
        citing: Citing,
        *,
        resource: str | None = None,
        category: Category | None = None,
        onset: datetime | None = None,
        until: datetime | None = None,
        change: Change | None = None,
        errors: Iterable[Sighting] = (),
    ) -> Finding:
        """A finding of this agent; strengths are explained in weighing.py. It began at `onset`, or
        by `until` at the latest."""
        told = tuple(errors)
        if told and all(each.only_warns for each in told):
            informs = all(each.only_informs for each in told)
            strength *= _ONLY_INFORMED if informs else _ONLY_WARNED
        if kind is FindingKind.CAUSE and told and all(is_guess(each.reading) for each in told):
            strength *= _ONLY_GUESSED
        return Finding(
            id=new_id(FINDING),
            agent=self.agent,
            rule=rule,
            kind=kind,
            claim=claim,
            strength=strength,
            evidence=citing.ids,
            resource=resource,
            category=category,
            onset=onset,
            onset_until=None if told or change else until or _until(onset, citing),
            change=change,
            errors=tuple(each.cited for each in told),
        )


def _until(onset: datetime | None, citing: Citing) -> datetime | None:
    """The end of the period that a datapoint at the onset is as wide as; None if nothing tells."""
    periods = [found.query.get("period_seconds") for found in citing.evidence]
    width = max((p for p in periods if isinstance(p, int | float)), default=0)
    return onset + timedelta(seconds=width) if onset and width else None


Rule = Callable[[Case], Iterable[Finding]]
"""A rule: a function whose name says what it looks for and whose docstring says why that tells."""


def is_news(
    pattern: ErrorPattern, window: Window, known_since: datetime | None = None
) -> bool | None:
    """More than chance makes of what is usual.

    Counts of independent events scatter by the root of their mean (Poisson), so three roots above
    the expected count are news one time in several hundred by chance; twice the expected count is
    asked for besides, since a busy service's rate moves by itself. What began within the hour is
    news all the same: an alarm may take its time. Where nothing came before, all of so few may have
    come so late by chance, and a few minutes before tell no habit: then nobody knows (None). Before
    `known_since` no line at all was logged.
    """
    if pattern.onset is not None:
        return True
    begin = window.start - timedelta(minutes=BASELINE_MINUTES)
    known = max(begin, min(known_since or begin, window.end))
    if not pattern.baseline_count:
        whole = (window.end - known).total_seconds()
        share = (window.end - pattern.first_at).total_seconds() / whole if whole else 1.0
        return True if min(1.0, share) ** pattern.count < _BY_CHANCE else None
    before = (window.start - known).total_seconds()
    if before < _LEAST_BASIS:
        return None
    expected = pattern.baseline_count * window.duration.total_seconds() / before
    return pattern.count > max(2 * expected, expected + 3 * math.sqrt(expected))


def by_resource(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    """The sightings of each resource, most frequent first."""
    grouped: dict[str, list[Sighting]] = {}
    for each in sorted(sightings, key=lambda each: -each.pattern.count):
        grouped.setdefault(each.resource, []).append(each)
    return grouped


def onset_of(sightings: Iterable[Sighting]) -> datetime | None:
    """When the first of them began, where that is known of any."""
    return min((each.onset for each in sightings if each.onset), default=None)
